// SPDX-License-Identifier: MIT
#include "device_loading.hpp"

#include <algorithm>
#include <thread>

#include <support/prelude.hpp>

using namespace wick;
using namespace wick::test;

TEST_CASE("Copies ahead stay within device_memory for a caller who lets batches go", "[device]") {
  for (const int workers : {0, 1, 2, 8})
    for (const int fit : {1, 2, 3, 7})
      for (const int ahead : {0, 1, 4}) {
        DataLoader loader(pages(80), {.batch_size = 2,
                                      .device = cuda,
                                      .workers = workers,
                                      .device_prefetch = ahead,
                                      .device_memory = Bytes{fit * batch_bytes},
                                      .accelerator = std::make_shared<ScriptedAccelerator>()});
        for (int number = 0; number < 3; ++number) CHECK(load_all(loader) == range(80));
        const auto statistics = loader.statistics();
        CHECK(statistics.peak_device_bytes <= fit * batch_bytes);
        CHECK(statistics.device_memory_limit_bytes == fit * batch_bytes);
        CHECK(statistics.over_limit == 0);
      }
}

TEST_CASE("Without a limit of its own device memory holds the copies ahead and two batches", "[device]") {
  for (const int workers : {0, 2})
    for (const int ahead : {0, 1, 4}) {
      DataLoader loader(pages(80), {.batch_size = 2,
                                    .device = cuda,
                                    .workers = workers,
                                    .device_prefetch = ahead,
                                    .accelerator = std::make_shared<ScriptedAccelerator>()});
      CHECK(load_all(loader) == range(80));
      CHECK(loader.statistics().device_memory_limit_bytes == (ahead + 2) * batch_bytes);
      CHECK(loader.statistics().peak_device_bytes <= (ahead + 2) * batch_bytes);
    }
}

TEST_CASE("A caller who holds all of device_memory gets one batch at a time, and nothing runs ahead", "[device]") {
  const auto accelerator = std::make_shared<ScriptedAccelerator>();
  DataLoader loader(pages(20), {.batch_size = 2,
                                .device = cuda,
                                .workers = 1,
                                .device_prefetch = 2,
                                .device_memory = Bytes{3 * batch_bytes},
                                .accelerator = accelerator});
  auto epoch = loader.epoch(0);
  std::vector<Batch> kept;
  for (int taken = 1; taken <= 10; ++taken) {
    kept.push_back(epoch.next().value());
    CHECK(accelerator->enqueued() <= std::max(3, taken) + 1);  // One more where the first was overtaken by others.
  }
  CHECK(numbers(kept) == range(20));
  CHECK(loader.statistics().over_limit == 7);
  CHECK(loader.statistics().peak_device_bytes == 10 * batch_bytes);
  kept.clear();
  loader.reset_statistics();
  CHECK(loader.statistics().peak_device_bytes == 0);
  CHECK(load_all(loader, 1) == range(20));
  CHECK(loader.statistics().over_limit == 0);
}

TEST_CASE("A caller who holds a view of a batch holds its device memory", "[device]") {
  DataLoader loader(pages(4), {.batch_size = 2,
                               .device = cuda,
                               .workers = 0,
                               .device_memory = Bytes{batch_bytes},
                               .accelerator = std::make_shared<ScriptedAccelerator>()});
  auto epoch = loader.epoch(0);
  const at::Tensor view = epoch.next().value()["data"].select(0, 1).slice(0, 3, 4);
  CHECK(epoch.next());
  CHECK(loader.statistics().over_limit == 1);
}

TEST_CASE("A batch larger than device_memory is loaded all the same, and counted", "[device]") {
  DataLoader loader(pages(4), {.batch_size = 2,
                               .device = cuda,
                               .workers = 2,
                               .device_memory = Bytes{batch_bytes - 1},
                               .accelerator = std::make_shared<ScriptedAccelerator>()});
  CHECK(load_all(loader) == range(4));
  CHECK(loader.statistics().over_limit == 2);
}

TEST_CASE("Host memory of a device loader stays within memory while the device is late", "[device]") {
  for (const int workers : {0, 1, 8}) {
    const auto accelerator = std::make_shared<ScriptedAccelerator>(1, Next::first, Consumer::goes_on);
    DataLoader loader(pages(80), {.batch_size = 2,
                                  .device = cuda,
                                  .workers = workers,
                                  .prefetch = 16,
                                  .memory = Bytes{3 * batch_bytes},
                                  .device_memory = Bytes{1 << 30},
                                  .accelerator = accelerator});
    accelerator->stop();
    const LettingGo letting_go(*accelerator);
    auto epoch = loader.epoch(0);
    const auto batches = take_all(epoch);
    accelerator->finish();
    CHECK(numbers(batches) == range(80));
    CHECK(loader.statistics().peak_batch_bytes <= 3 * batch_bytes);
    CHECK(accelerator->peak_locked_bytes() <= 3 * batch_bytes);
    CHECK(loader.statistics().over_limit == 0);
  }
}

TEST_CASE("A later batch that is ready first leaves room for the one that the caller waits for", "[device]") {
  Gate gate;
  const auto source = std::make_shared<ScriptedSource>(
      8,
      [&gate](std::int64_t index) {
        if (index == 0) gate.pass();
      },
      Shape{page});
  const auto accelerator = std::make_shared<ScriptedAccelerator>();
  DataLoader loader(dataset_of(source), {.batch_size = 2,
                                         .device = cuda,
                                         .workers = 2,
                                         .device_prefetch = 1,
                                         .device_memory = Bytes{batch_bytes},
                                         .accelerator = accelerator});
  auto epoch = loader.epoch(0);
  std::thread later([&] {
    gate.await(1);
    while (loader.statistics().peak_batch_bytes == 0) std::this_thread::yield();
    gate.open();
  });
  CHECK(drain(epoch) == range(8));
  later.join();
  CHECK(loader.statistics().peak_device_bytes <= batch_bytes);
  CHECK(loader.statistics().over_limit == 0);
}
