// SPDX-License-Identifier: MIT
#include "loading.hpp"

#include <atomic>
#include <optional>
#include <stdexcept>
#include <utility>

#include <support/prelude.hpp>

using namespace wick;
using namespace wick::test;

namespace {

std::unique_ptr<DataLoader> make_loader(std::int64_t size, LoaderOptions options) {
  return std::make_unique<DataLoader>(dataset_of(std::make_shared<ScriptedSource>(size)), std::move(options));
}

}  // namespace

TEST_CASE("An epoch can be left after any number of batches, and the next one is whole", "[loader]") {
  for (const int workers : {0, 1, 2, 8}) {
    const auto loader = make_loader(20, {.batch_size = 2, .workers = workers});
    for (int leave_after = 0; leave_after <= 10; ++leave_after) {
      {
        auto epoch = loader->epoch(0);
        for (int k = 0; k < leave_after; ++k) CHECK(epoch.next());
      }
      CHECK(load_all(*loader, 1) == range(20));
    }
  }
}

TEST_CASE("A new epoch ends the one under way, which says so when asked for more", "[loader]") {
  const auto loader = make_loader(20, {.batch_size = 2, .workers = 2});
  auto first = loader->epoch(0);
  CHECK(first.next());
  auto second = loader->epoch(1);
  CHECK_THROWS_WITH(first.next(), "this epoch is over: its loader has begun another one since");
  { const Epoch gone = std::move(first); }  // Its end is no concern of the second.
  CHECK(drain(second) == range(20));
}

TEST_CASE("Nothing is read before a batch is asked for, nor after an epoch was left", "[loader]") {
  const auto reads = std::make_shared<std::atomic<int>>(0);
  const auto source = std::make_shared<ScriptedSource>(400, [reads](std::int64_t) { ++*reads; });
  DataLoader loader(dataset_of(source), {.batch_size = 20, .workers = 2});
  auto epoch = std::make_unique<Epoch>(loader.epoch(0));
  CHECK(*reads == 0);
  CHECK(epoch->next()->size() == 20);
  epoch.reset();
  const int at_leaving = *reads;
  CHECK(at_leaving <= 20 * (1 + loader.options().prefetch));
  CHECK(load_all(loader, 1).size() == 400);
  CHECK(*reads == at_leaving + 400);
}

TEST_CASE("An epoch outlives its loader and its dataset", "[loader]") {
  auto loader = make_loader(10, {.batch_size = 3, .workers = 2});
  auto epoch = loader->epoch(0);
  CHECK(epoch.next());
  loader.reset();
  CHECK(drain(epoch) == std::vector<std::int64_t>{3, 4, 5, 6, 7, 8, 9});
}

TEST_CASE("Batches and tensors outlive everything else", "[loader]") {
  std::optional<Batch> batch;
  at::Tensor tensor;
  {
    auto loader = make_loader(10, {.batch_size = 5, .workers = 2});
    auto epoch = loader->epoch(0);
    batch = epoch.next();
    tensor = (*epoch.next())["data"];
  }
  CHECK(contents(*batch) == range(5));
  batch.reset();
  CHECK(tensor.data_ptr<std::int64_t>()[0] == 5);
}

TEST_CASE("Loaders can be destroyed in any order with batches under way", "[loader]") {
  for (int order = 0; order < 6; ++order) {
    auto a = make_loader(50, {.batch_size = 2, .workers = 2});
    auto b = make_loader(50, {.batch_size = 2, .workers = 3});
    auto epoch_a = std::make_unique<Epoch>(a->epoch(0));
    auto epoch_b = std::make_unique<Epoch>(b->epoch(0));
    auto batch = epoch_a->next();
    CHECK(epoch_b->next());
    if (order % 2) epoch_a.reset();
    if (order % 3 == 0) a.reset();
    if (order % 3 == 1) batch.reset();
    b.reset();
    epoch_b.reset();
    a.reset();
    epoch_a.reset();
  }
}

TEST_CASE("No worker holds a user's object after the loader is gone", "[loader]") {
  for (int round = 0; round < 50; ++round) {
    auto source = std::make_shared<ScriptedSource>(64);
    const std::weak_ptr<ScriptedSource> watch = source;
    {
      DataLoader loader(dataset_of(std::move(source)), {.batch_size = 2, .workers = 4});
      auto epoch = loader.epoch(0);
      CHECK(epoch.next());
    }
    CHECK(watch.expired());
  }
}

TEST_CASE("A caller who keeps every batch gets all of them, each with its own memory", "[loader]") {
  for (const int workers : {0, 1, 2, 8}) {
    const std::int64_t batch_bytes = 2 * 3 * 8;
    const auto loader = make_loader(40, {.batch_size = 2, .workers = workers, .memory = Bytes{4096 * 2}});
    std::vector<Batch> kept;
    for (auto& batch : loader->epoch(0)) kept.push_back(batch);
    REQUIRE(kept.size() == 20);
    for (std::size_t k = 0; k < kept.size(); ++k)
      CHECK(contents(kept[k]) ==
            std::vector<std::int64_t>{static_cast<std::int64_t>(2 * k), static_cast<std::int64_t>(2 * k + 1)});
    const auto statistics = loader->statistics();
    CHECK(statistics.over_limit >= 18);
    CHECK(statistics.peak_batch_bytes >= 20 * batch_bytes);
  }
}

TEST_CASE("Memory stays within its limit for a caller who lets batches go", "[loader]") {
  const auto source = std::make_shared<ScriptedSource>(400, nullptr, Shape{1024});  // 8 KiB samples, 32 KiB batches
  for (const int workers : {1, 2, 8}) {
    DataLoader loader(dataset_of(source),
                      {.batch_size = 4, .workers = workers, .prefetch = 16, .memory = Bytes{4 * 32 << 10}});
    CHECK(load_all(loader) == range(400));
    const auto statistics = loader.statistics();
    CHECK(statistics.peak_batch_bytes <= 4 * 32 << 10);
    CHECK(statistics.over_limit == 0);
  }
}

TEST_CASE("Buffers are used again, and never while somebody still has a tensor of them", "[loader]") {
  const auto source = std::make_shared<ScriptedSource>(64, nullptr, Shape{1024});
  DataLoader loader(dataset_of(source), {.batch_size = 2, .workers = 2});
  std::set<void*> seen;
  at::Tensor kept;
  for (auto& batch : loader.epoch(0)) {
    if (!kept.defined())
      kept = batch["data"].select(0, 1);
    else
      CHECK(batch["data"].data_ptr() != kept.storage().data());
    seen.insert(batch["data"].data_ptr());
  }
  CHECK(seen.size() <= 8);
  CHECK(kept.data_ptr<std::int64_t>()[0] == 1);
}

TEST_CASE("An epoch is over when the next one could not begin, and says so", "[loader]") {
  struct Once {
    void reset() {
      if (std::exchange(begun, true)) throw std::runtime_error("one epoch only");
    }
    std::optional<std::vector<std::size_t>> next(std::size_t) { return std::vector<std::size_t>{1, 2}; }
    bool begun = false;
  };
  DataLoader loader(dataset_of(std::make_shared<ScriptedSource>(4)), Once(), {.batch_size = 2, .workers = 2});
  auto epoch = loader.epoch(0);
  CHECK(epoch.next());
  CHECK_THROWS_WITH(loader.epoch(1), "one epoch only");
  CHECK_THROWS_WITH(epoch.next(), "this epoch is over: its loader has begun another one since");
}

TEST_CASE("A limit of one batch holds for a caller who lets it go before asking, also where samples fail", "[loader]") {
  constexpr std::int64_t elements = 4096;
  const Bytes limit{4 * elements * 8};
  for (const int workers : {0, 2}) {
    const auto source = std::make_shared<ScriptedSource>(
        40,
        [](std::int64_t index) {
          if (index % 4 == 1) throw std::runtime_error("bad sector");
        },
        Shape{elements});
    DataLoader loader(dataset_of(source),
                      {.batch_size = 4, .on_error = OnError::skip, .workers = workers, .memory = limit});
    CHECK(load_all(loader).size() == 30);
    CHECK(loader.statistics().peak_batch_bytes <= limit.count);
    CHECK(loader.statistics().over_limit == 0);
  }
}
