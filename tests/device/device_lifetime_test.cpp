// SPDX-License-Identifier: MIT
#include "device_loading.hpp"

#include <algorithm>
#include <array>

#include <support/prelude.hpp>

using namespace wick;
using namespace wick::test;

namespace {

std::shared_ptr<ScriptedAccelerator> make_accelerator(Next next = Next::first, Consumer consumer = Consumer::goes_on) {
  return std::make_shared<ScriptedAccelerator>(2, next, consumer);
}

}  // namespace

TEST_CASE("Host memory is not written again before the device has read it, however little there is", "[device]") {
  for (const auto next : {Next::first, Next::last})
    for (const int workers : {0, 1, 2, 8})
      for (const int fit : {1, 2, 4}) {
        const auto accelerator = make_accelerator(next);
        DataLoader loader(pages(40), {.batch_size = 2,
                                      .device = cuda,
                                      .workers = workers,
                                      .memory = Bytes{fit * batch_bytes},
                                      .device_memory = Bytes{1 << 30},
                                      .accelerator = accelerator});
        accelerator->stop();
        const LettingGo letting_go(*accelerator);
        auto epoch = loader.epoch(0);
        const auto batches = take_all(epoch);
        accelerator->finish();
        CHECK(numbers(batches) == range(40));
        CHECK(accelerator->peak_locked_bytes() <= fit * batch_bytes);
        CHECK(loader.statistics().over_limit == 0);
      }
}

TEST_CASE("An epoch can be left after any number of batches with copies in flight, and the next is whole", "[device]") {
  for (const auto consumer : {Consumer::waits, Consumer::goes_on})
    for (const int workers : {0, 1, 2, 8}) {
      const auto accelerator = make_accelerator(Next::last, consumer);
      DataLoader loader(
          pages(16),
          {.batch_size = 2, .device = cuda, .workers = workers, .device_prefetch = 3, .accelerator = accelerator});
      accelerator->stop();
      const LettingGo letting_go(*accelerator);
      for (std::int64_t leave_after = 0; leave_after <= 8; ++leave_after) {
        std::vector<Batch> taken;
        {
          auto left = loader.epoch(0);
          for (std::int64_t k = 0; k < leave_after; ++k) taken.push_back(left.next().value());
        }
        auto epoch = loader.epoch(1);
        const auto batches = take_all(epoch);
        accelerator->finish();
        CHECK(numbers(taken) == range(2 * leave_after));
        CHECK(numbers(batches) == range(16));
      }
    }
}

TEST_CASE("Loader, epoch, batch and accelerator can go in any order in the middle of copies", "[device]") {
  for (const int workers : {0, 2}) {
    std::array order = {0, 1, 2, 3};
    do {
      auto accelerator = make_accelerator();
      const DeviceScript script = *accelerator;
      auto loader = std::make_unique<DataLoader>(
          pages(40), LoaderOptions{.batch_size = 2, .device = cuda, .workers = workers, .accelerator = accelerator});
      script.stop();
      auto epoch = std::make_unique<Epoch>(loader->epoch(0));
      const auto kept = epoch->next();
      auto batch = epoch->next();
      script.await(2);
      {
        const LettingGo letting_go(script);
        for (const int which : order) {
          if (which == 0) loader.reset();
          if (which == 1) epoch.reset();
          if (which == 2) batch.reset();
          if (which == 3) accelerator.reset();
        }
      }
      CHECK(script.done() == script.enqueued());
      CHECK(script.locked_bytes() == 0);
      CHECK(is_whole(*kept));
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

TEST_CASE("A caller who keeps every batch has each in device memory of its own", "[device]") {
  for (const int workers : {0, 1, 2, 8}) {
    const auto accelerator = make_accelerator(Next::first, Consumer::waits);
    DataLoader loader(pages(40), {.batch_size = 2,
                                  .device = cuda,
                                  .workers = workers,
                                  .memory = Bytes{2 * batch_bytes},
                                  .device_memory = Bytes{2 * batch_bytes},
                                  .accelerator = accelerator});
    auto epoch = loader.epoch(0);
    const auto batches = take_all(epoch);
    CHECK(numbers(batches) == range(40));
    CHECK(loader.statistics().over_limit >= 18);
    CHECK(loader.statistics().peak_device_bytes == 20 * batch_bytes);
    CHECK(accelerator->peak_locked_bytes() <= 2 * batch_bytes);
  }
}

TEST_CASE("Two loaders share an accelerator, each with a stream, on one device or on two", "[device]") {
  for (const c10::DeviceIndex other : {c10::DeviceIndex(0), c10::DeviceIndex(1)})
    for (const int workers : {0, 2}) {
      const auto accelerator = make_accelerator(Next::last);
      const auto loader_on = [&](c10::DeviceIndex index) {
        return std::make_unique<DataLoader>(pages(20), LoaderOptions{.batch_size = 2,
                                                                     .device = c10::Device(c10::kCUDA, index),
                                                                     .workers = workers,
                                                                     .memory = Bytes{2 * batch_bytes},
                                                                     .accelerator = accelerator});
      };
      auto first = loader_on(0), second = loader_on(other);
      CHECK(accelerator->streams() == std::vector<c10::DeviceIndex>{0, other});
      accelerator->stop();
      std::vector<Batch> firsts, seconds;
      {
        const LettingGo letting_go(*accelerator);
        auto epoch = first->epoch(0), other_epoch = second->epoch(0);
        for (int k = 0; k < 10; ++k) {
          firsts.push_back(epoch.next().value());
          seconds.push_back(other_epoch.next().value());
        }
        first.reset();
      }
      accelerator->finish();
      CHECK(numbers(firsts) == range(20));
      CHECK(numbers(seconds) == range(20));
    }
}
