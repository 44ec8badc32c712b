// SPDX-License-Identifier: MIT
#include <support/scripted_source.hpp>

#include "collating.hpp"

#include <ATen/ops/zeros.h>

#include <memory>
#include <stdexcept>

#include <support/prelude.hpp>

using namespace wick;
using namespace wick::test;

namespace {

const StageStatistics& stage(const Statistics& statistics, const std::string& name) {
  for (const auto& found : statistics.stages)
    if (found.first == name) return found.second;
  throw std::runtime_error("no stage " + name);
}

std::size_t consume(DataLoader& loader, std::uint64_t number = 0) {
  auto epoch = loader.epoch(number);
  std::size_t batches = 0;
  while (epoch.next()) ++batches;
  return batches;
}

std::vector<at::Tensor> equal_samples(std::int64_t count) {
  return std::vector<at::Tensor>(static_cast<std::size_t>(count), at::zeros({8, 16}));
}

}  // namespace

TEST_CASE("A loader that did nothing says so", "[loader]") {
  DataLoader loader(dataset_of(equal_samples(3)), {.workers = 1});
  const auto statistics = loader.statistics();
  CHECK(statistics.batches == 0);
  CHECK(statistics.seconds == 0);
  CHECK(statistics.verdict == "nothing was loaded yet");
}

TEST_CASE("Batches, samples and bytes are counted over epochs, alike for any number of workers", "[loader]") {
  const int workers = GENERATE(0, 1, 4);
  DataLoader loader(dataset_of(equal_samples(10)), {.batch_size = 4, .workers = workers});
  for (const std::uint64_t number : {0, 1}) CHECK(consume(loader, number) == 3);
  const auto statistics = loader.statistics();
  CHECK(statistics.batches == 6);
  CHECK(statistics.samples == 20);
  CHECK(statistics.bytes == 20 * 8 * 16 * 4);
  CHECK(statistics.errors == 0);
  CHECK(statistics.seconds > 0);
  CHECK(statistics.wait_seconds > 0);
  CHECK(statistics.wait_seconds <= statistics.seconds);
  CHECK(statistics.time_to_first_batch > 0);
  CHECK(statistics.time_to_first_batch <= statistics.seconds);
}

TEST_CASE("Bytes of ragged samples are counted as they are", "[loader]") {
  std::vector<at::Tensor> samples;
  for (std::int64_t rows = 0; rows < 6; ++rows) samples.push_back(at::zeros({rows, 5}));
  DataLoader loader(dataset_of(samples), {.batch_size = 4, .collate = {{"data", pad()}}, .workers = 2});
  consume(loader);
  CHECK(loader.statistics().bytes == 15 * 5 * 4);
}

TEST_CASE("Stages are in the order of the way of the data, and those that took place took time", "[loader]") {
  DataLoader loader(dataset_of(equal_samples(50)), {.batch_size = 10, .workers = 2});
  consume(loader);
  const auto statistics = loader.statistics();
  std::vector<std::string> names;
  for (const auto& found : statistics.stages) names.push_back(found.first);
  CHECK(names == std::vector<std::string>{"read", "transform", "convert", "collate", "wait"});
  CHECK(stage(statistics, "read").total > 0);
  CHECK(stage(statistics, "collate").total > 0);
  CHECK(stage(statistics, "wait").total > 0);
  CHECK(stage(statistics, "transform").total == 0);
  for (const auto& found : statistics.stages) {
    CHECK(found.second.p50 <= found.second.p90);
    CHECK(found.second.p90 <= found.second.p99);
    CHECK(found.second.p99 <= found.second.max);
  }
}

TEST_CASE("The slowest reads are named by their places", "[loader]") {
  DataLoader loader(dataset_of(equal_samples(20)), {.batch_size = 10, .workers = 2});
  consume(loader);
  const auto slowest = loader.statistics().slowest;
  REQUIRE(!slowest.empty());
  CHECK(slowest.size() <= 5);
  for (const auto& [place, seconds] : slowest) {
    CHECK(!place.empty());
    CHECK(seconds > 0);
    CHECK(seconds <= slowest.front().second);
  }
}

TEST_CASE("Statistics are told of a source that cannot name its places, too", "[loader]") {
  struct Nameless : ScriptedSource {
    Nameless() : ScriptedSource(6) {}
    std::string where(std::int64_t) const override { throw std::runtime_error("the index is lost"); }
  };
  DataLoader loader(NumpyDataset({{"data", std::make_shared<Nameless>()}}), {.batch_size = 2, .workers = 1});
  consume(loader);
  const auto statistics = loader.statistics();
  CHECK(statistics.samples == 6);
  REQUIRE(!statistics.slowest.empty());
  CHECK(statistics.slowest[0].first == "place unknown: the index is lost");
}

TEST_CASE("Memory of batches is counted, and stays within the limit that the options name", "[loader]") {
  DataLoader loader(dataset_of(equal_samples(64)),
                    {.batch_size = 8, .workers = 2, .prefetch = 4, .memory = Bytes{64 << 10}});
  consume(loader);
  const auto statistics = loader.statistics();
  CHECK(statistics.memory_limit_bytes == 64 << 10);
  CHECK(statistics.peak_batch_bytes >= 8 * 8 * 16 * 4);
  CHECK(statistics.peak_batch_bytes <= 64 << 10);
  CHECK(statistics.over_limit == 0);
}

TEST_CASE("A reset begins anew", "[loader]") {
  DataLoader loader(dataset_of(equal_samples(10)), {.batch_size = 5, .workers = 1});
  consume(loader);
  loader.reset_statistics();
  auto statistics = loader.statistics();
  CHECK(statistics.batches == 0);
  CHECK(statistics.samples == 0);
  CHECK(statistics.bytes == 0);
  CHECK(statistics.seconds == 0);
  CHECK(statistics.slowest.empty());
  for (const auto& found : statistics.stages) CHECK(found.second.total == 0);
  consume(loader, 1);
  statistics = loader.statistics();
  CHECK(statistics.batches == 2);
  CHECK(statistics.samples == 10);
}
