// SPDX-License-Identifier: MIT
#include "device_loading.hpp"

#include <atomic>
#include <optional>
#include <thread>

#include <support/prelude.hpp>

using namespace wick;
using namespace wick::test;

namespace {

using Copy = ScriptedAccelerator::CopyInFlight;

std::unique_ptr<Copy> copy_from(ScriptedAccelerator& accelerator, const at::Tensor& tensor) {
  return std::unique_ptr<Copy>(new Copy(accelerator.copy_from(tensor)));
}

// Pageable memory of the user's own, counted.
class CountedMemory : public BatchMemory {
 public:
  std::shared_ptr<std::byte> allocate(std::int64_t bytes) override {
    ++calls;
    return pageable_memory()->allocate(bytes);
  }
  std::atomic<int> calls{0};
};

}  // namespace

TEST_CASE("Where there is an accelerator, CPU batches lie in its page-locked memory", "[device]") {
  for (const std::optional<bool> pin : {std::optional<bool>(), std::optional(true)})
    for (const int workers : {0, 2}) {
      const auto accelerator = std::make_shared<ScriptedAccelerator>();
      DataLoader loader(pages(9), {.batch_size = 2, .workers = workers, .pin_memory = pin, .accelerator = accelerator});
      CHECK(loader.options().pin_memory);
      std::vector<Batch> batches;
      for (auto& batch : loader.epoch(0)) {
        CHECK_NOTHROW(copy_from(*accelerator, batch["data"]));
        CHECK_NOTHROW(copy_from(*accelerator, batch["data"].narrow(0, 0, 1).slice(1, 3)));
        batches.push_back(batch);
      }
      CHECK(numbers(batches) == range(9));
      CHECK(accelerator->enqueued() == 0);
    }
}

TEST_CASE("A batch that is dropped while the caller's copy reads it is not overwritten", "[device]") {
  for (const int workers : {0, 1, 2, 8})
    for (const bool view : {false, true}) {
      const auto accelerator = std::make_shared<ScriptedAccelerator>();
      DataLoader loader(
          pages(80),
          {.batch_size = 2, .workers = workers, .memory = Bytes{2 * batch_bytes}, .accelerator = accelerator});
      std::vector<std::unique_ptr<Copy>> copies;
      for (auto& batch : loader.epoch(0))
        copies.push_back(copy_from(*accelerator, view ? batch["data"].narrow(0, 1, 1) : batch["data"]));
      load_all(loader, 1);
      REQUIRE(copies.size() == 40);
      for (std::size_t k = 0; k < copies.size(); ++k) CHECK(copies[k]->first() == static_cast<std::int64_t>(2 * k));

      // When the copies are over, their memory is used again.
      copies.clear();
      const std::int64_t calls = accelerator->locked_calls();
      load_all(loader, 2);
      CHECK(accelerator->locked_calls() == calls);
    }
}

TEST_CASE("Page-locked memory is made before the first batch, and none in an epoch", "[device]") {
  for (const auto device : {c10::Device(c10::kCPU), cuda})
    for (const std::optional<Bytes> memory : {std::optional<Bytes>(), std::optional(Bytes{3 * batch_bytes})})
      for (const int workers : {0, 1, 2, 8}) {
        const auto accelerator = std::make_shared<ScriptedAccelerator>();
        DataLoader loader(
            pages(80),
            {.batch_size = 2, .device = device, .workers = workers, .memory = memory, .accelerator = accelerator});
        const std::int64_t calls = accelerator->locked_calls();
        CHECK(calls > 0);
        for (std::uint64_t epoch = 0; epoch < 3; ++epoch) CHECK(load_all(loader, epoch) == range(80));
        CHECK(accelerator->locked_calls() == calls);
        // And a byte that showed whether there is such memory.
        CHECK(accelerator->locked_bytes() <= loader.statistics().memory_limit_bytes + 1);
        CHECK(loader.statistics().over_limit == 0);
      }
}

TEST_CASE("A last batch that is not full takes no page-locked memory of its own", "[device]") {
  for (const auto device : {c10::Device(c10::kCPU), cuda}) {
    const auto accelerator = std::make_shared<ScriptedAccelerator>();
    DataLoader loader(pages(81), {.batch_size = 8, .device = device, .workers = 2, .accelerator = accelerator});
    const std::int64_t calls = accelerator->locked_calls();
    for (std::uint64_t epoch = 0; epoch < 4; ++epoch) CHECK(load_all(loader, epoch) == range(81));
    CHECK(accelerator->locked_calls() == calls);
  }
}

TEST_CASE("Left open, a device that can lock no memory leaves batches pageable; asked for, it is an error",
          "[device]") {
  class Unusable : public ScriptedAccelerator {
   public:
    at::Tensor pinned(std::int64_t) override { throw Error("all devices are busy"); }
  };
  const auto accelerator = std::make_shared<Unusable>();
  DataLoader loader(pages(10), {.batch_size = 4, .workers = 2, .accelerator = accelerator});
  CHECK_FALSE(loader.options().pin_memory);
  CHECK(load_all(loader) == range(10));
  CHECK_THROWS_WITH(DataLoader(pages(10), {.batch_size = 4, .pin_memory = true, .accelerator = accelerator}),
                    "all devices are busy");
}

TEST_CASE("Page-locked batches can be changed in place with gradients, and are no larger than they look", "[device]") {
  DataLoader loader(pages(6), {.batch_size = 4, .workers = 0, .accelerator = std::make_shared<ScriptedAccelerator>()});
  for (auto& batch : loader.epoch(0)) {
    at::Tensor data = batch["data"];
    CHECK_FALSE(data.is_view());
    CHECK(data.is_contiguous());
  }
}

TEST_CASE("Without pin_memory there is no page-locked memory, on the way to a device neither", "[device]") {
  for (const auto device : {c10::Device(c10::kCPU), cuda})
    for (const int workers : {0, 2}) {
      const auto accelerator = std::make_shared<ScriptedAccelerator>();
      DataLoader loader(
          pages(20),
          {.batch_size = 2, .device = device, .workers = workers, .pin_memory = false, .accelerator = accelerator});
      CHECK(load_all(loader) == range(20));
      CHECK(accelerator->locked_calls() == 0);
    }
}

TEST_CASE("Memory of the user's own is not page-locked unasked", "[device]") {
  const auto accelerator = std::make_shared<ScriptedAccelerator>();
  const auto memory = std::make_shared<CountedMemory>();
  DataLoader loader(pages(20), {.batch_size = 2, .workers = 2, .batch_memory = memory, .accelerator = accelerator});
  CHECK(load_all(loader) == range(20));
  CHECK(memory->calls > 0);
  CHECK(accelerator->locked_calls() == 0);
}

TEST_CASE("Page-locked batches stay within memory, and a caller who keeps all of them gets each", "[device]") {
  for (const int workers : {0, 1, 8}) {
    DataLoader loader(pages(40), {.batch_size = 2,
                                  .workers = workers,
                                  .prefetch = 16,
                                  .memory = Bytes{4 * batch_bytes},
                                  .accelerator = std::make_shared<ScriptedAccelerator>()});
    CHECK(load_all(loader) == range(40));
    CHECK(loader.statistics().peak_batch_bytes <= 4 * batch_bytes);
    CHECK(loader.statistics().over_limit == 0);
    auto epoch = loader.epoch(1);
    auto batches = take_all(epoch);
    CHECK(numbers(batches) == range(40));
    CHECK(loader.statistics().peak_batch_bytes == 20 * batch_bytes);
    CHECK(loader.statistics().over_limit >= 16);
    batches.clear();
    loader.reset_statistics();
    CHECK(load_all(loader, 2) == range(40));
    CHECK(loader.statistics().over_limit == 0);
  }
}

TEST_CASE("Page-locked batches outlive the loader and the accelerator, and can go on another thread", "[device]") {
  auto accelerator = std::make_shared<ScriptedAccelerator>();
  std::optional<Batch> batch;
  at::Tensor view;
  {
    DataLoader loader(pages(20), {.batch_size = 2, .workers = 2, .accelerator = accelerator});
    auto epoch = loader.epoch(0);
    batch = epoch.next();
    view = epoch.next().value()["data"].select(0, 1);
  }
  accelerator.reset();
  CHECK(is_whole(*batch));
  CHECK(view.data_ptr<std::int64_t>()[page - 1] == 3);
  std::thread([gone = std::move(*batch), also = std::move(view)] {}).join();
}

TEST_CASE("What a batch needs is rounded as LibTorch does, and counted so", "[device]") {
  DataLoader loader(pages(3), {.batch_size = 3, .workers = 0, .accelerator = std::make_shared<ScriptedAccelerator>()});
  auto epoch = loader.epoch(0);
  const auto batch = epoch.next();
  CHECK((*batch)["data"].sizes() == at::IntArrayRef({3, page}));
  CHECK((*batch)["data"].nbytes() == 12288);
  CHECK(loader.statistics().peak_batch_bytes % 16384 == 0);
}
