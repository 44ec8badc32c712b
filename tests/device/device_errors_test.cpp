// SPDX-License-Identifier: MIT
#include <wick/datasets/in_memory.hpp>

#include "device_loading.hpp"

#include <algorithm>

#include <support/prelude.hpp>

using namespace wick;
using namespace wick::test;

namespace {

std::vector<std::int64_t> without_batch(std::int64_t batch) {
  auto values = range(12);
  std::erase_if(values, [&](std::int64_t value) { return value / 2 == batch; });
  return values;
}

std::string samples(std::int64_t batch) {
  return "batch " + std::to_string(batch) + " of epoch 3 (samples " + std::to_string(2 * batch) + ", " +
         std::to_string(2 * batch + 1) + "): ";
}

// The same data set through a CPU loader and a device loader.
Outcome outcome_of(const NumpyDataset& dataset, LoaderOptions options, bool on_device) {
  if (on_device) {
    options.device = cuda;
    options.accelerator = std::make_shared<ScriptedAccelerator>(1, Next::last);
  }
  DataLoader loader(dataset, options);
  Outcome outcome = load_through_errors(loader);
  const Outcome again = load_through_errors(loader);
  CHECK(again == outcome);
  return outcome;
}

}  // namespace

TEST_CASE("A copy that fails costs its batch, which the error names, and no other", "[device]") {
  for (const bool refused : {true, false})
    for (const int workers : {0, 1, 2, 8})
      for (std::int64_t bad = 0; bad < 6; ++bad) {
        const auto accelerator = std::make_shared<ScriptedAccelerator>();
        DataLoader loader(pages(12), {.batch_size = 2,
                                      .device = cuda,
                                      .workers = workers,
                                      .device_prefetch = refused ? 0 : 2,
                                      .accelerator = accelerator});
        refused ? accelerator->refuse(bad) : accelerator->fail(bad);
        const Outcome outcome = load_through_errors(loader, 3);
        REQUIRE(outcome.failed.size() == 1);
        // Works are numbered as they are enqueued, and workers may be done in another order than that of the batches.
        std::int64_t batch = 0;
        while (batch < 6 && outcome.failed[0].find(samples(batch)) != 0) ++batch;
        if (workers == 0) CHECK(batch == bad);
        const auto reason = refused ? "the device refused work " : "the device lost work ";
        CHECK(outcome.failed[0] == samples(batch) + reason + std::to_string(bad));
        CHECK(outcome.delivered == without_batch(batch));
        CHECK(load_through_errors(loader, 4).delivered == range(12));
        CHECK(loader.statistics().over_limit == 0);
      }
}

TEST_CASE("A copy ahead that the device refuses is tried again when its batch is asked for", "[device]") {
  for (const int workers : {0, 1, 8}) {
    const auto accelerator = std::make_shared<ScriptedAccelerator>();
    DataLoader loader(pages(12), {.batch_size = 2, .device = cuda, .workers = workers, .accelerator = accelerator});
    accelerator->refuse(0);
    const Outcome outcome = load_through_errors(loader, 3);
    CHECK(outcome.failed.empty());
    CHECK(outcome.delivered == range(12));
  }
}

TEST_CASE("A device that fails at everything ends every epoch with all batches named", "[device]") {
  for (const int workers : {0, 2}) {
    const auto accelerator = std::make_shared<ScriptedAccelerator>();
    for (std::int64_t n = 0; n < 12; ++n) n % 2 ? accelerator->refuse(n) : accelerator->fail(n);
    DataLoader loader(
        pages(12),
        {.batch_size = 2, .device = cuda, .workers = workers, .device_prefetch = 0, .accelerator = accelerator});
    for (int epoch = 0; epoch < 2; ++epoch) {
      const Outcome outcome = load_through_errors(loader, 3);
      CHECK(outcome.delivered.empty());
      REQUIRE(outcome.failed.size() == 6);
      for (std::int64_t batch = 0; batch < 6; ++batch)
        CHECK(outcome.failed[static_cast<std::size_t>(batch)].find(samples(batch)) == 0);
    }
    CHECK(load_through_errors(loader).delivered == range(12));
  }
}

TEST_CASE("Samples that fail do on a device loader what they do on the CPU", "[device]") {
  for (const int workers : {0, 1, 2, 8})
    for (const auto policy : {OnError::raise, OnError::skip, OnError::substitute})
      for (const std::set<std::int64_t>& bad :
           {std::set<std::int64_t>{0}, std::set<std::int64_t>{1, 4, 5, 6, 7, 11}, std::set<std::int64_t>{11}}) {
        const auto dataset = dataset_of(failing_source(12, bad));
        const LoaderOptions options{.batch_size = 4, .on_error = policy, .max_errors = 4, .workers = workers};
        const Outcome on_device = outcome_of(dataset, options, true);
        CHECK(on_device == outcome_of(dataset, options, false));
        CHECK(on_device.failed.empty());
        CHECK(!on_device.delivered.empty());
      }
}

TEST_CASE("A sample unlike the others is its own error on a device loader too", "[device]") {
  std::vector<NumpyArray> arrays;
  for (std::int64_t i = 0; i < 8; ++i) {
    arrays.push_back(NumpyArray::empty(native_dtype("i8"), {i == 5 ? 3 : 2}));
    std::ranges::fill(arrays.back().elements<std::int64_t>(), i);
  }
  for (const int workers : {0, 1, 2, 8}) {
    const auto dataset = dataset_of(in_memory(arrays));
    const Outcome outcome = outcome_of(dataset, {.batch_size = 4, .workers = workers}, true);
    CHECK(outcome.raised == std::vector<std::int64_t>{5});
    CHECK(outcome.delivered == std::vector<std::int64_t>{0, 1, 2, 3, 4, 6, 7});
  }
}

TEST_CASE("Batches of different shapes arrive on the device, each made again from its own headers", "[device]") {
  std::vector<NumpyArray> arrays;
  for (std::int64_t i = 0; i < 9; ++i) {
    arrays.push_back(NumpyArray::empty(native_dtype("i8"), {i / 3 + 1}));
    std::ranges::fill(arrays.back().elements<std::int64_t>(), i);
  }
  for (const int workers : {0, 1, 8}) {
    DataLoader loader(
        dataset_of(in_memory(arrays)),
        {.batch_size = 3, .device = cuda, .workers = workers, .accelerator = std::make_shared<ScriptedAccelerator>()});
    std::vector<std::int64_t> widths;
    for (auto& batch : loader.epoch(0)) {
      CHECK(is_whole(batch));
      widths.push_back(batch["data"].size(1));
    }
    CHECK(widths == std::vector<std::int64_t>{1, 2, 3});
  }
}

TEST_CASE("A batch without an element arrives on the device", "[device]") {
  DataLoader loader(dataset_of(std::make_shared<ScriptedSource>(4, nullptr, Shape{0, 3})),
                    {.batch_size = 2, .device = cuda, .accelerator = std::make_shared<ScriptedAccelerator>()});
  int batches = 0;
  for (auto& batch : loader.epoch(0)) {
    CHECK(batch["data"].sizes() == at::IntArrayRef({2, 0, 3}));
    ++batches;
  }
  CHECK(batches == 2);
}
