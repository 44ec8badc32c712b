// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/datasets/object_array.hpp>
#include <wick/datasets/sample_error.hpp>
#include <wick/transforms/cast.hpp>

#include "collating.hpp"
#include "object_elements.hpp"

#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>
#include <ATen/ops/stack.h>

#include <cstdint>
#include <string>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;
using test::same;

namespace {

// Element i of the data set: i + 1 rows modulo 5, all of the value i.
at::Tensor sample(std::int64_t i) { return at::full({(i + 1) % 5, 3}, static_cast<float>(i)); }

// 60 of them in four files, ndarrays and tensors in turn.
void write_files(const test::TempFolder& folder) {
  for (std::int64_t file = 0; file < 4; ++file) {
    std::vector<std::string> elements;
    for (std::int64_t i = 15 * file; i < 15 * (file + 1); ++i)
      elements.push_back(i % 2 == 0 ? test::ndarray(sample(i)) : test::torch_tensor(sample(i)));
    folder.write("part_" + std::to_string(file) + ".npy", test::object_file(elements));
  }
}

}  // namespace

TEST_CASE("Ragged object arrays are padded batch by batch, by any number of workers", "[loader]") {
  const test::TempFolder folder;
  write_files(folder);
  const int workers = GENERATE(0, 2, 8);
  DataLoader loader(NumpyDataset({{"data", object_array(folder.path())}}),
                    {.batch_size = 7, .collate = {{"data", pad(-1)}}, .workers = workers});
  std::int64_t next = 0;
  for (const auto& batch : loader.epoch(0)) {
    std::vector<at::Tensor> samples;
    for (std::int64_t i = 0; i < batch.size(); ++i) samples.push_back(sample(next++));
    CHECK(same(batch["data"], test::collated(*pad(-1), samples)));
    for (std::int64_t i = 0; i < batch.size(); ++i)
      CHECK(batch["data.lengths"][i][0].item<std::int64_t>() == samples[i].size(0));
  }
  CHECK(next == 60);
}

TEST_CASE("Shuffled elements of many files arrive once each", "[loader]") {
  const test::TempFolder folder;
  write_files(folder);
  DataLoader loader(NumpyDataset({{"data", object_array(folder.path())}}),
                    {.batch_size = 8, .shuffle = true, .seed = 5, .collate = {{"data", cat()}}, .workers = 8});
  for (std::uint64_t epoch = 0; epoch < 3; ++epoch) {
    std::vector<std::int64_t> rows(60);
    for (const auto& batch : loader.epoch(epoch)) {
      const at::Tensor values = batch["data"].select(1, 0).contiguous();
      for (std::int64_t i = 0; i < values.size(0); ++i) ++rows[static_cast<std::size_t>(values[i].item<float>())];
    }
    for (std::int64_t i = 0; i < 60; ++i) CHECK(rows[i] == (i + 1) % 5);
  }
}

TEST_CASE("Elements of several dtypes are stacked after a Cast", "[loader]") {
  const test::TempFolder folder;
  const auto floats = at::full({2, 3}, 1.5F);
  const auto ints = at::full({2, 3}, 7, at::kLong);
  const auto path = folder.write("a.npy", test::object_file({test::torch_tensor(floats), test::ndarray(ints)}));
  NumpyDataset dataset({{"data", object_array(path)}});
  dataset.transform("data", {Cast(at::kDouble)});
  DataLoader loader(dataset, {.batch_size = 2, .workers = 2});
  auto epoch = loader.epoch(0);
  CHECK(same((*epoch.next())["data"], at::stack({floats.to(at::kDouble), ints.to(at::kDouble)})));
}

TEST_CASE("An element that is no array costs its own sample", "[loader]") {
  const test::TempFolder folder;
  const auto path = folder.write("a.npy", test::object_file({test::ndarray(sample(0)), test::pickle::none,
                                                             test::ndarray(sample(2)), test::torch_tensor(sample(3))}));
  const NumpyDataset dataset({{"data", object_array(path)}});
  DataLoader raising(dataset, {.batch_size = 4, .collate = {{"data", pad()}}, .workers = 2});
  auto epoch = raising.epoch(0);
  CHECK_THAT(test::message_of([&] { epoch.next(); }), ContainsSubstring(path + "[1]): the element is None"));
  DataLoader skipping(dataset,
                      {.batch_size = 4, .collate = {{"data", cat()}}, .on_error = OnError::skip, .workers = 2});
  auto rest = skipping.epoch(0);
  CHECK(same((*rest.next())["data"], at::cat({sample(0), sample(2), sample(3)})));
}
