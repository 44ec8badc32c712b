// SPDX-License-Identifier: MIT
#include "loading.hpp"

#include <algorithm>
#include <optional>
#include <thread>

#include <support/prelude.hpp>

using namespace wick;
using namespace wick::test;

TEST_CASE("Batches come in the sampler's order, in whatever order their samples arrive", "[loader]") {
  std::vector<std::int64_t> arrival = range(4);
  do {
    const auto script = std::make_shared<Script>(arrival);
    const auto dataset =
        dataset_of(std::make_shared<ScriptedSource>(4, [script](std::int64_t i) { script->arrive(i); }));
    DataLoader loader(dataset, {.batch_size = 1, .workers = 4, .prefetch = 4});
    CHECK(load_all(loader) == range(4));
  } while (std::next_permutation(arrival.begin(), arrival.end()));
}

TEST_CASE("Samples find their places in the batch, in whatever order they arrive", "[loader]") {
  std::vector<std::int64_t> arrival = range(4);
  do {
    const auto script = std::make_shared<Script>(arrival);
    const auto dataset =
        dataset_of(std::make_shared<ScriptedSource>(4, [script](std::int64_t i) { script->arrive(i); }));
    DataLoader loader(dataset, {.batch_size = 4, .workers = 4});
    CHECK(load_all(loader) == range(4));
  } while (std::next_permutation(arrival.begin(), arrival.end()));
}

TEST_CASE("Order ready delivers whichever batch is complete, and says which", "[loader]") {
  const auto gate = std::make_shared<Gate>();
  const auto dataset = dataset_of(std::make_shared<ScriptedSource>(4, [gate](std::int64_t i) {
    if (i == 0) gate->pass();
  }));
  DataLoader loader(dataset, {.batch_size = 1, .order = Order::ready, .workers = 2, .prefetch = 2});
  auto epoch = loader.epoch(0);
  std::vector<std::int64_t> delivered;
  for (int k = 0; k < 3; ++k) {
    const auto batch = epoch.next();
    REQUIRE(batch);
    CHECK(batch->indices() == contents(*batch));
    CHECK(batch->number() == batch->indices().front());
    delivered.push_back(batch->indices().front());
  }
  CHECK(delivered == std::vector<std::int64_t>{1, 2, 3});
  gate->open();
  CHECK(drain(epoch) == std::vector<std::int64_t>{0});
}

TEST_CASE("As many samples are read at once as there are workers, whatever the number of cores", "[loader]") {
  constexpr int workers = 16;
  const auto gate = std::make_shared<Gate>();
  const auto dataset = dataset_of(std::make_shared<ScriptedSource>(workers, [gate](std::int64_t) { gate->pass(); }));
  DataLoader loader(dataset, {.batch_size = workers, .workers = workers});
  auto epoch = loader.epoch(0);
  std::thread consumer([&] { CHECK(drain(epoch) == range(workers)); });
  gate->await(workers);  // Hangs, and is stopped by the time limit, if fewer are at it.
  gate->open();
  consumer.join();
}

TEST_CASE("Shuffled epochs hold every sample once, alike for any number of workers and unlike each other", "[loader]") {
  const auto dataset = dataset_of(std::make_shared<ScriptedSource>(103));
  std::vector<std::vector<std::int64_t>> epochs;
  for (const int workers : {0, 1, 2, 8}) {
    DataLoader loader(dataset, {.batch_size = 10, .shuffle = true, .seed = 5, .workers = workers});
    for (const std::uint64_t epoch : {0, 1}) epochs.push_back(load_all(loader, epoch));
  }
  for (std::size_t i = 2; i < epochs.size(); ++i) CHECK(epochs[i] == epochs[i % 2]);
  CHECK(epochs[0] != epochs[1]);
  CHECK(epochs[0] != range(103));
  std::sort(epochs[0].begin(), epochs[0].end());
  CHECK(epochs[0] == range(103));
}

TEST_CASE("Any epoch can be asked for at any time and is the same each time", "[loader]") {
  const auto dataset = dataset_of(std::make_shared<ScriptedSource>(20));
  DataLoader loader(dataset, {.batch_size = 3, .shuffle = true, .workers = 2});
  const auto seventh = load_all(loader, 7);
  load_all(loader, 2);
  CHECK(load_all(loader, 7) == seventh);
}

TEST_CASE("Datasets of no, one and few samples and more workers than samples work", "[loader]") {
  for (const int workers : {0, 1, 8})
    for (const std::int64_t size : {0, 1, 2, 5})
      for (const std::int64_t batch_size : {1, 2, 4, 100}) {
        const auto dataset = dataset_of(std::make_shared<ScriptedSource>(size));
        DataLoader loader(dataset, {.batch_size = batch_size, .workers = workers});
        CHECK(loader.batches() == (size + batch_size - 1) / batch_size);
        CHECK(load_all(loader) == range(size));
        CHECK(load_all(loader, 1) == range(size));
      }
}

TEST_CASE("A last batch that is not full is kept or dropped", "[loader]") {
  const auto dataset = dataset_of(std::make_shared<ScriptedSource>(7));
  DataLoader keep(dataset, {.batch_size = 3, .workers = 2});
  CHECK(keep.batches() == 3);
  CHECK(load_all(keep).size() == 7);
  DataLoader drop(dataset, {.batch_size = 3, .last_batch = LastBatch::drop, .workers = 2});
  CHECK(drop.batches() == 2);
  CHECK(load_all(drop) == range(6));
  DataLoader none(dataset, {.batch_size = 8, .last_batch = LastBatch::drop, .workers = 2});
  CHECK(none.batches() == 0);
  CHECK(load_all(none).empty());
}

TEST_CASE("The size of an epoch is the sampler's, and unknown where LibTorch's kind does not tell it", "[loader]") {
  struct Twice : Sampler {
    std::int64_t size() const override { return 8; }
    std::int64_t index(std::uint64_t, std::int64_t position) const override { return position / 2; }
  };
  struct Torch {
    void reset() {}
    std::optional<std::vector<std::size_t>> next(std::size_t) { return std::nullopt; }
  };
  const auto dataset = dataset_of(std::make_shared<ScriptedSource>(4));
  const DataLoader twice(dataset, std::make_shared<Twice>(), {.batch_size = 3});
  CHECK(twice.samples() == 8);
  CHECK(twice.batches() == 3);
  const DataLoader torch(dataset, Torch(), {.batch_size = 3});
  CHECK(torch.samples() == std::nullopt);
  CHECK(torch.batches() == std::nullopt);
}

TEST_CASE("Without workers everything runs on the caller's thread", "[loader]") {
  const auto caller = std::this_thread::get_id();
  const auto dataset = dataset_of(std::make_shared<ScriptedSource>(10, [caller](std::int64_t) {
    if (std::this_thread::get_id() != caller) throw std::runtime_error("read on another thread");
  }));
  DataLoader loader(dataset, {.batch_size = 4, .workers = 0});
  CHECK(load_all(loader) == range(10));
}
