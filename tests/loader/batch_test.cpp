// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/loader/batch.hpp>

#include <ATen/ops/full.h>

#include <cstdint>
#include <string>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;

namespace {

// Fields of these names; the tensor of field i is a single i + 1. Then one tensor of a collate, 100.
Batch batch_of(const std::vector<std::string>& fields) {
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  for (std::size_t i = 0; i < fields.size(); ++i)
    tensors.emplace_back(fields[i], at::full({1}, static_cast<double>(i + 1)));
  tensors.emplace_back("data.offsets", at::full({1}, 100.0));
  return {std::move(tensors), {4, 2, 7}, 5, fields.size()};
}

// 0 for a tensor that is undefined.
double value(const at::Tensor& tensor) { return tensor.defined() ? tensor.item<double>() : 0; }

}  // namespace

TEST_CASE("A batch knows its tensors by name, and what it holds", "[loader]") {
  const auto batch = batch_of({"data", "target"});
  CHECK(value(batch["data"]) == 1);
  CHECK(value(batch["target"]) == 2);
  CHECK(value(batch["data.offsets"]) == 100);
  CHECK(batch.tensors().size() == 3);
  CHECK(batch.size() == 3);
  CHECK(batch.indices() == std::vector<std::int64_t>{4, 2, 7});
  CHECK(batch.number() == 5);
}

TEST_CASE("A name that a batch does not have is an error that lists those it has", "[loader]") {
  const auto batch = batch_of({"data", "target"});
  CHECK_THROWS_AS(batch["labels"], Error);
  CHECK_THROWS_WITH(batch["labels"], "this batch has no tensor \"labels\"; it has: data, target, data.offsets");
  CHECK_THROWS_WITH(Batch()["data"], "this batch has no tensor \"data\"; it is empty");
}

TEST_CASE("An example is data and target; where one is missing, the first other field", "[loader]") {
  struct Case {
    std::vector<std::string> fields;
    double data, target;
  };
  const auto test = GENERATE(values<Case>({{{"data", "target"}, 1, 2},
                                           {{"target", "data"}, 2, 1},
                                           {{"image", "label"}, 1, 2},
                                           {{"image", "label", "weight"}, 1, 2},
                                           {{"image", "data"}, 2, 1},
                                           {{"data", "label"}, 1, 2},
                                           {{"target", "image"}, 2, 1},
                                           {{"image", "target"}, 1, 2},
                                           {{"a", "b", "target", "data"}, 4, 3},
                                           {{"image"}, 1, 0},
                                           {{"data"}, 1, 0},
                                           {{"target"}, 1, 0},
                                           {{}, 0, 0}}));
  const auto [data, target] = batch_of(test.fields).example();
  CHECK(value(data) == test.data);
  CHECK(value(target) == test.target);
}

TEST_CASE("A batch without anything has no example and no samples", "[loader]") {
  CHECK(!Batch().example().data.defined());
  CHECK(Batch().size() == 0);
  CHECK(Batch({}, {}, 0, 2).example().data.defined() == false);
}

TEST_CASE("Copies of a batch share its tensors", "[loader]") {
  const auto batch = batch_of({"data"});
  const Batch copy = batch;
  copy["data"].fill_(9);
  CHECK(value(batch["data"]) == 9);
}
