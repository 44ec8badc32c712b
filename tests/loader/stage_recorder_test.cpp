// SPDX-License-Identifier: MIT
#include <stage_recorder.hpp>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using std::chrono::nanoseconds;
using wick::detail::StageRecorder;

namespace {

StageTimes reading(std::int64_t duration) { return {.read = nanoseconds(duration)}; }

double total_of(const StageRecorder& recorder, const std::string& name) {
  for (const auto& stage : recorder.stages())
    if (stage.first == name) return stage.second.total;
  return -1;
}

std::vector<std::pair<std::string, double>> slowest_of(const StageRecorder& recorder) {
  return recorder.slowest(
      [](std::size_t field, std::int64_t index) { return std::to_string(field) + "/" + std::to_string(index); });
}

std::vector<std::string> names_of(const std::vector<std::pair<std::string, double>>& slowest) {
  std::vector<std::string> names;
  for (const auto& read : slowest) names.push_back(read.first);
  return names;
}

}  // namespace

TEST_CASE("Stages are named in the order of the way of the data, used or not", "[loader]") {
  std::vector<std::string> names;
  for (const auto& stage : StageRecorder(2).stages()) names.push_back(stage.first);
  CHECK(names == std::vector<std::string>{"read", "transform", "convert", "collate"});
}

TEST_CASE("Times of all workers add up by stage, as often as they stand for", "[loader]") {
  StageRecorder recorder(3);
  recorder.add_sample(0, 0, 0, {nanoseconds(1000), nanoseconds(200), nanoseconds(30)}, 1);
  recorder.add_sample(2, 0, 1, {nanoseconds(1000), nanoseconds(0), nanoseconds(30)}, 10);
  recorder.add_collate(1, nanoseconds(20));
  CHECK(std::abs(total_of(recorder, "read") - 11e-6) < 1e-15);
  CHECK(std::abs(total_of(recorder, "transform") - 0.2e-6) < 1e-15);
  CHECK(std::abs(total_of(recorder, "convert") - 0.33e-6) < 1e-15);
  CHECK(std::abs(total_of(recorder, "collate") - 20e-9) < 1e-15);
  recorder.reset();
  for (const auto& stage : recorder.stages()) CHECK(stage.second.total == 0);
}

TEST_CASE("A stage that a sample did not pass does not drag its percentiles down", "[loader]") {
  StageRecorder recorder(1);
  recorder.add_sample(0, 0, 0, {nanoseconds(1000), nanoseconds(1 << 20), nanoseconds(0)}, 1);
  for (int i = 1; i < 10; ++i) recorder.add_sample(0, 0, i, reading(1000), 1);
  CHECK(recorder.stages()[1].second.p50 > 0.9e-3);
}

TEST_CASE("A recorder for no workers records what the consumer does, whichever worker of others it is", "[loader]") {
  StageRecorder recorder(0);
  recorder.add_sample(0, 0, 0, reading(1000), 1);
  recorder.add_sample(5, 0, 1, reading(1000), 1);
  CHECK(std::abs(total_of(recorder, "read") - 2e-6) < 1e-15);
}

TEST_CASE("The five slowest reads are kept, slowest first, each sample once", "[loader]") {
  StageRecorder recorder(1);
  CHECK(slowest_of(recorder).empty());
  for (const int i : {3, 9, 1, 7, 5, 8, 2}) recorder.add_sample(0, 1, i, reading(i * 1000), 1);
  CHECK(names_of(slowest_of(recorder)) == std::vector<std::string>{"1/9", "1/8", "1/7", "1/5", "1/3"});
  recorder.add_sample(0, 1, 7, reading(20000), 1);  // Another epoch.
  recorder.add_sample(0, 1, 9, reading(8500), 1);
  recorder.add_sample(0, 0, 9, reading(8700), 1);  // Another field.
  const auto slowest = slowest_of(recorder);
  CHECK(names_of(slowest) == std::vector<std::string>{"1/7", "1/9", "0/9", "1/8", "1/5"});
  CHECK(std::abs(slowest[0].second - 20e-6) < 1e-15);
  CHECK(std::abs(slowest[1].second - 9e-6) < 1e-15);
}

TEST_CASE("After a reset the slowest reads are those since", "[loader]") {
  StageRecorder recorder(1);
  for (int i = 0; i < 10; ++i) recorder.add_sample(0, 0, i, reading(1000000), 1);
  recorder.reset();
  CHECK(slowest_of(recorder).empty());
  recorder.add_sample(0, 0, 4, reading(10), 1);
  CHECK(names_of(slowest_of(recorder)) == std::vector<std::string>{"0/4"});
}

TEST_CASE("Workers report at once while the consumer looks", "[loader]") {
  StageRecorder recorder(4);
  std::vector<std::thread> threads;
  for (int worker = 0; worker < 4; ++worker)
    threads.emplace_back([&recorder, worker] {
      for (int i = 1; i <= 2000; ++i) recorder.add_sample(worker, 0, worker * 2000 + i, reading(i * 100), 1);
    });
  for (int i = 0; i < 100; ++i) CHECK(slowest_of(recorder).size() <= 5);
  for (auto& thread : threads) thread.join();
  CHECK(std::abs(total_of(recorder, "read") - 4 * 2000 * 2001 / 2 * 100e-9) < 1e-9);
  for (const auto& read : slowest_of(recorder)) CHECK(read.second > 199e-6);
}
