// SPDX-License-Identifier: MIT
#include <support/scripted_source.hpp>
#include <wick/datasets/in_memory.hpp>
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/datasets/sample_error.hpp>
#include <wick/error.hpp>
#include <wick/transforms/cast.hpp>
#include <wick/transforms/crop.hpp>
#include <wick/transforms/scale.hpp>

#include "arrays.hpp"

#include <tbb/parallel_for.h>
#include <tbb/task_group.h>
#include <torch/data.h>

#include <atomic>
#include <numeric>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;
using test::array_of;

namespace {

// Row i of "data" is (i, i, i), row i of "target" is i.
NumpyDataset counting(std::int64_t size) {
  std::vector<std::int64_t> labels(static_cast<std::size_t>(size));
  std::iota(labels.begin(), labels.end(), 0);
  return NumpyDataset({{"data", std::make_shared<test::ScriptedSource>(size)},
                       {"target", in_memory_rows(array_of<std::int64_t>({size}, labels))}});
}

SourcePtr constant(std::int64_t value, std::int64_t size = 1) {
  return in_memory_rows(
      array_of<std::int64_t>({size}, std::vector<std::int64_t>(static_cast<std::size_t>(size), value)));
}

// A step of the user's own that nobody has checked yet.
class DividedByNothing : public Transform {
 public:
  std::string name() const override { return "DividedByNothing"; }
  at::Tensor apply(at::Tensor tensor, SampleRandom&) const override { return tensor; }
  const ElementwiseStep* elementwise() const noexcept override { return &step_; }

 private:
  ElementwiseStep step_ = NormalizeStep{{0}, {0}};
};

std::vector<std::size_t> range(std::size_t size) {
  std::vector<std::size_t> indices(size);
  std::iota(indices.begin(), indices.end(), 0);
  return indices;
}

}  // namespace

TEST_CASE("A sample is an example of data and target", "[datasets]") {
  auto dataset = counting(5);
  CHECK(*dataset.size() == 5);
  const auto example = dataset.get(3);
  CHECK(example.data.sizes() == at::IntArrayRef({3}));
  CHECK(example.data[1].item<int>() == 3);
  CHECK(example.target.item<int>() == 3);
}

TEST_CASE("Data and target are the fields of these names, else the first and the first other", "[datasets]") {
  const auto values = [](std::vector<std::string> names) {
    std::vector<Field> fields;
    for (std::size_t i = 0; i < names.size(); ++i) fields.push_back({names[i], constant(static_cast<std::int64_t>(i))});
    const auto example = NumpyDataset(fields).get(0);
    return std::pair<int, int>{example.data.item<int>(), example.target.item<int>()};
  };
  CHECK(values({"data", "target"}) == std::pair{0, 1});
  CHECK(values({"target", "data"}) == std::pair{1, 0});
  CHECK(values({"image", "label", "mask"}) == std::pair{0, 1});
  CHECK(values({"image", "data"}) == std::pair{1, 0});
  CHECK(values({"data", "mask"}) == std::pair{0, 1});
  CHECK(values({"target", "image"}) == std::pair{1, 0});
  CHECK(values({"image", "mask", "target"}) == std::pair{0, 2});
  CHECK_FALSE(NumpyDataset({{"image", constant(0)}}).get(0).target.defined());
  CHECK_FALSE(NumpyDataset({{"target", constant(0)}}).get(0).target.defined());
}

TEST_CASE("A batch has its samples in the order of the indices, repeated where they are", "[datasets]") {
  auto dataset = counting(100);
  const std::vector<std::size_t> indices = {99, 0, 7, 7, 50};
  const auto examples = dataset.get_batch(indices);
  REQUIRE(examples.size() == 5);
  for (std::size_t i = 0; i < 5; ++i)
    CHECK(examples[i].target.item<std::int64_t>() == static_cast<std::int64_t>(indices[i]));
  CHECK(dataset.get_batch(std::vector<std::size_t>{}).empty());
  const auto all = dataset.get_batch(range(100));
  for (std::size_t i = 0; i < 100; ++i) CHECK(all[i].data[2].item<std::int64_t>() == static_cast<std::int64_t>(i));
}

TEST_CASE("The first error in the order of the indices is thrown", "[datasets]") {
  NumpyDataset dataset({{"data", test::failing_source(100, {3, 40, 41})}});
  const auto failing = [&](const std::vector<std::size_t>& indices) {
    try {
      dataset.get_batch(indices);
    } catch (const SampleError& error) {
      CHECK(error.where() == "scripted[" + std::to_string(error.index()) + "]");
      return error.index();
    }
    return std::int64_t{-1};
  };
  for (int i = 0; i < 20; ++i) {
    CHECK(failing(range(100)) == 3);
    CHECK(failing({0, 41, 40, 3}) == 41);
  }
  CHECK(failing({40, 3}) == 40);
  CHECK(failing({0, 1, 2}) == -1);
  CHECK_THROWS_WITH(dataset.get(40), ContainsSubstring("bad sector"));
  CHECK_THROWS_AS(dataset.get(100), SampleError);
}

TEST_CASE("Transforms are appended to a field", "[datasets]") {
  auto dataset = counting(5);
  dataset.transform("data", {Cast(at::kFloat)}).transform("data", {Scale(0.5)});
  CHECK(dataset.get(3).data[0].item<float>() == 1.5f);
  CHECK(dataset.get(3).target.scalar_type() == at::kLong);
  CHECK(dataset.fields()[0].transforms.size() == 2);
  CHECK(dataset.readers().size() == 2);
  CHECK(dataset.readers()[0].info(0)->tensor.dtype == at::kFloat);
}

TEST_CASE("Transforms of a copy leave the original as it is", "[datasets]") {
  const auto original = counting(5);
  auto copy = original;
  copy.transform("data", {Cast(at::kFloat)});
  CHECK(original.fields()[0].transforms.empty());
  CHECK(original.fields()[0].source == copy.fields()[0].source);
}

TEST_CASE("Data sets that make no sense are refused with the reason", "[datasets]") {
  using Fields = std::vector<Field>;
  CHECK_THROWS_WITH(NumpyDataset(Fields{}), ContainsSubstring("no fields"));
  CHECK_THROWS_WITH(NumpyDataset(Fields{{"", constant(1)}}), ContainsSubstring("empty name"));
  CHECK_THROWS_WITH(NumpyDataset(Fields{{"x", constant(1)}, {"x", constant(1)}}), ContainsSubstring("\"x\""));
  CHECK_THROWS_WITH(NumpyDataset(Fields{{"x", nullptr}}), ContainsSubstring("\"x\""));
  CHECK_THROWS_WITH(NumpyDataset(Fields{{"x", constant(1, 3)}, {"y", constant(1, 4)}}),
                    ContainsSubstring("\"y\" has 4") && ContainsSubstring("\"x\" has 3"));
  auto dataset = counting(5);
  CHECK_THROWS_WITH(dataset.transform("mask", {Scale(1)}),
                    ContainsSubstring("mask") && ContainsSubstring("data, target"));
  CHECK_THROWS_WITH(dataset.transform("data", {DividedByNothing()}), ContainsSubstring("data"));
  CHECK(dataset.fields()[0].transforms.empty());
}

TEST_CASE("Seed and epoch reach the random transforms of every copy", "[datasets]") {
  std::vector<std::int64_t> values(1000);
  std::iota(values.begin(), values.end(), 0);
  NumpyDataset dataset({{"data", in_memory({array_of<std::int64_t>({1000}, values)}), {RandomCrop({1})}}});
  auto copy = dataset;
  std::set<std::int64_t> draws;
  dataset.set_seed(7);
  for (std::uint64_t epoch = 0; epoch < 10; ++epoch) {
    dataset.set_epoch(epoch);
    const auto draw = dataset.get(0).data.item<std::int64_t>();
    CHECK(copy.get(0).data.item<std::int64_t>() == draw);
    CHECK(dataset.get_batch(std::vector<std::size_t>{0}).front().data.item<std::int64_t>() == draw);
    draws.insert(draw);
  }
  CHECK(draws.size() > 5);
}

TEST_CASE("Setting the epoch leaves the seed as it is, and the other way round", "[datasets]") {
  std::vector<std::int64_t> values(1000000);
  std::iota(values.begin(), values.end(), 0);
  NumpyDataset dataset({{"data", in_memory({array_of<std::int64_t>({1000000}, values)}), {RandomCrop({1})}}});
  const auto draw = [&] { return dataset.get(0).data.item<std::int64_t>(); };
  dataset.set_seed(7);
  dataset.set_epoch(1);
  const auto of_seed_7 = draw();
  dataset.set_seed(8);
  CHECK(draw() != of_seed_7);
  dataset.set_seed(7);
  CHECK(draw() == of_seed_7);
  dataset.set_epoch(2);
  CHECK(draw() != of_seed_7);
  dataset.set_epoch(1);
  CHECK(draw() == of_seed_7);
}

TEST_CASE("Samples can be trained with, whatever the mode of the caller", "[datasets]") {
  const std::vector<AnyTransform> transforms = {[](at::Tensor tensor) { return tensor.to(at::kFloat) * 2; }};
  NumpyDataset dataset({{"data", constant(3, 8), transforms}});
  torch::data::Example<> example;
  {
    const c10::InferenceMode inference;
    example = dataset.get_batch(range(8)).back();
  }
  CHECK_FALSE(example.data.is_inference());
  CHECK_FALSE(example.data.requires_grad());
}

TEST_CASE("A transform that runs TBB itself does not get into other samples", "[datasets]") {
  // Each sample counts itself in and out; with tasks of other samples taken up in the middle, a thread would count two.
  static thread_local int inside = 0;
  std::atomic<int> nested{0};
  const std::vector<AnyTransform> transforms = {[&](at::Tensor tensor) {
    if (++inside > 1) ++nested;
    std::atomic<int> sum{0};
    tbb::parallel_for(0, 200, [&](int i) { sum += i; });
    --inside;
    return tensor + sum.load();
  }};
  NumpyDataset dataset({{"data", constant(1, 200), transforms}});
  for (const auto& example : dataset.get_batch(range(200))) CHECK(example.data.item<int>() == 19901);
  CHECK(nested == 0);
}

TEST_CASE("It works under torch::data with samplers, map and workers", "[datasets]") {
  using namespace torch::data;
  const int workers = GENERATE(0, 2);
  auto dataset = counting(103);
  dataset.transform("data", {Cast(torch::kFloat32)});
  auto loader = make_data_loader<samplers::RandomSampler>(dataset.map(transforms::Stack<>()),
                                                          DataLoaderOptions().batch_size(10).workers(workers));
  for (int epoch = 0; epoch < 2; ++epoch) {
    std::multiset<std::int64_t> seen;
    for (auto& batch : *loader) {
      CHECK(batch.data.size(1) == 3);
      CHECK(torch::equal(batch.data.select(1, 0), batch.target.to(torch::kFloat32)));
      for (std::int64_t i = 0; i < batch.target.size(0); ++i) seen.insert(batch.target[i].item<std::int64_t>());
    }
    CHECK(seen.size() == 103);
    CHECK(*seen.rbegin() == 102);
  }
}

TEST_CASE("It works under torch::data in order, with a lambda of torch's", "[datasets]") {
  using namespace torch::data;
  auto negated = counting(20)
                     .map(transforms::Lambda<Example<>>(
                         [](Example<> example) { return Example<>(-example.data, example.target); }))
                     .map(transforms::Stack<>());
  auto loader = make_data_loader<samplers::SequentialSampler>(std::move(negated), 8);
  std::int64_t next = 0;
  for (auto& batch : *loader) {
    for (std::int64_t i = 0; i < batch.target.size(0); ++i, ++next) {
      CHECK(batch.target[i].item<std::int64_t>() == next);
      CHECK(batch.data[i][2].item<std::int64_t>() == -next);
    }
  }
  CHECK(next == 20);
}

TEST_CASE("A batch is whole also where the caller's tasks were cancelled", "[datasets]") {
  auto dataset = counting(4);
  tbb::task_group group;
  group.run_and_wait([&] {
    group.cancel();
    for (const auto& example : dataset.get_batch(range(4))) CHECK(example.data.defined());
  });
}
