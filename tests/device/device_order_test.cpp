// SPDX-License-Identifier: MIT
#include "device_loading.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include <support/prelude.hpp>

using namespace wick;
using namespace wick::test;

TEST_CASE("Batches arrive on the device in order, whole, for any number of workers and copies ahead", "[device]") {
  for (const auto next : {Next::first, Next::last})
    for (const int workers : {0, 1, 2, 8})
      for (const int ahead : {0, 1, 2, 5}) {
        const auto accelerator = std::make_shared<ScriptedAccelerator>(1, next);
        DataLoader loader(dataset_of(std::make_shared<ScriptedSource>(23)), {.batch_size = 4,
                                                                             .device = cuda,
                                                                             .workers = workers,
                                                                             .device_prefetch = ahead,
                                                                             .accelerator = accelerator});
        CHECK(load_all(loader, 0) == range(23));
        CHECK(load_all(loader, 1) == range(23));
        CHECK(accelerator->enqueued() == 12);
      }
}

TEST_CASE("As many batches as device_prefetch says are copied ahead of the caller, and no more", "[device]") {
  for (const int workers : {1, 4})
    for (const int ahead : {0, 1, 3}) {
      const auto accelerator = std::make_shared<ScriptedAccelerator>();
      DataLoader loader(dataset_of(std::make_shared<ScriptedSource>(40)), {.batch_size = 2,
                                                                           .device = cuda,
                                                                           .workers = workers,
                                                                           .prefetch = 8,
                                                                           .device_prefetch = ahead,
                                                                           .accelerator = accelerator});
      auto epoch = loader.epoch(0);
      int full = 0;
      for (int taken = 1; taken <= 20; ++taken) {
        CHECK(contents(epoch.next().value()) == std::vector<std::int64_t>{2 * taken - 2, 2 * taken - 1});
        if (workers == 1 && happens([&] { return accelerator->enqueued() >= std::min(20, taken + ahead); })) ++full;
        CHECK(accelerator->enqueued() <= taken + ahead);
      }
      // Several workers may finish later batches first, which then wait until the next is asked for. So does a batch
      // that becomes ready in the very moment in which a place does.
      if (workers == 1) CHECK(full >= 15);
    }
}

TEST_CASE("Batches are copied ahead in the order in which they are delivered, not in that of their reads", "[device]") {
  Gate gate;
  std::atomic<int> read{0};
  const auto source = std::make_shared<ScriptedSource>(12, [&](std::int64_t index) {
    if (index == 0) gate.pass();
    ++read;
  });
  const auto accelerator = std::make_shared<ScriptedAccelerator>();
  DataLoader loader(
      dataset_of(source),
      {.batch_size = 1, .device = cuda, .workers = 3, .prefetch = 8, .device_prefetch = 2, .accelerator = accelerator});
  auto epoch = loader.epoch(0);
  std::int64_t overtaken_by = 0;
  std::thread later([&] {
    gate.await(1);
    while (read < 7) std::this_thread::yield();  // All others under way.
    overtaken_by = accelerator->enqueued();
    gate.open();
  });
  CHECK(contents(epoch.next().value()) == range(1));
  later.join();
  CHECK(overtaken_by == 0);
  CHECK(happens([&] { return accelerator->enqueued() == 3; }));
  CHECK(contents(epoch.next().value()) == std::vector<std::int64_t>{1});
  CHECK(drain(epoch).size() == 10);
}

TEST_CASE("With order ready every batch arrives once, and says itself which it is", "[device]") {
  for (const auto next : {Next::first, Next::last})
    for (const int workers : {0, 1, 2, 8}) {
      const auto accelerator = std::make_shared<ScriptedAccelerator>(1, next, Consumer::goes_on);
      DataLoader loader(
          pages(40),
          {.batch_size = 2, .order = Order::ready, .device = cuda, .workers = workers, .accelerator = accelerator});
      accelerator->stop();
      const LettingGo letting_go(*accelerator);
      auto epoch = loader.epoch(0);
      const auto batches = take_all(epoch);
      accelerator->finish();
      auto found = numbers(batches);
      std::ranges::sort(found);
      CHECK(found == range(40));
    }
}

TEST_CASE("With order ready a batch overtakes one that is not read yet, and reaches the device before it", "[device]") {
  Gate gate;
  const auto source = std::make_shared<ScriptedSource>(8, [&gate](std::int64_t index) {
    if (index == 0) gate.pass();
  });
  DataLoader loader(dataset_of(source), {.batch_size = 2,
                                         .order = Order::ready,
                                         .device = cuda,
                                         .workers = 2,
                                         .accelerator = std::make_shared<ScriptedAccelerator>()});
  auto epoch = loader.epoch(0);
  for (int k = 0; k < 3; ++k) CHECK(epoch.next()->number() != 0);
  gate.open();
  CHECK(contents(epoch.next().value()) == range(2));
}

TEST_CASE("An epoch begun while copies are in flight ends the one before, and is whole", "[device]") {
  for (const int workers : {0, 1, 2, 8}) {
    const auto accelerator = std::make_shared<ScriptedAccelerator>(1, Next::last, Consumer::goes_on);
    DataLoader loader(pages(16), {.batch_size = 2, .device = cuda, .workers = workers, .accelerator = accelerator});
    accelerator->stop();
    const LettingGo letting_go(*accelerator);
    std::vector<Batch> taken;
    std::vector<Epoch> epochs;
    for (std::uint64_t number = 0; number < 9; ++number) {
      epochs.push_back(loader.epoch(number));
      for (std::uint64_t k = 0; k < number; ++k) taken.push_back(epochs.back().next().value());
      if (number > 0) CHECK_THROWS_WITH(epochs[number - 1].next(), Catch::Matchers::StartsWith("this epoch is over"));
    }
    accelerator->finish();
    std::vector<std::int64_t> expected;
    for (std::int64_t number = 0; number < 9; ++number)
      for (std::int64_t i = 0; i < 2 * number; ++i) expected.push_back(i);
    CHECK(numbers(taken) == expected);
  }
}
