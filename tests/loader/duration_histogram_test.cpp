// SPDX-License-Identifier: MIT
#include <duration_histogram.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <thread>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using std::chrono::nanoseconds;
using wick::detail::DurationHistogram;

namespace {

bool within(double value, double expected, double tolerance) {
  return std::abs(value - expected) <= tolerance * expected;
}

StageStatistics summary_of(const std::vector<std::int64_t>& durations) {
  DurationHistogram histogram;
  for (const auto duration : durations) histogram.add(nanoseconds(duration));
  return histogram.summary();
}

}  // namespace

TEST_CASE("No durations are all zero", "[loader]") {
  const auto summary = DurationHistogram().summary();
  CHECK(summary.p50 == 0);
  CHECK(summary.p99 == 0);
  CHECK(summary.max == 0);
  CHECK(summary.total == 0);
}

TEST_CASE("A single duration is every percentile to 7%, and its own maximum and total", "[loader]") {
  for (std::int64_t duration = 1; duration < std::int64_t{1} << 61; duration += duration / 9 + 1) {
    const auto summary = summary_of({duration});
    const double seconds = static_cast<double>(duration) * 1e-9;
    if (!within(summary.p50, seconds, 0.07) || !within(summary.p99, seconds, 0.07)) FAIL(duration << " ns");
    CHECK(within(summary.max, seconds, 1e-12));
    CHECK(within(summary.total, seconds, 1e-12));
  }
}

TEST_CASE("Percentiles are right to 7%, from nanoseconds to hours", "[loader]") {
  const std::int64_t unit = GENERATE(1, 1000, 1000000, 1000000000);
  std::vector<std::int64_t> durations;
  for (std::int64_t i = 1; i <= 1000; ++i) durations.push_back((i * 7919 % 1009) * (i % 13 + 1) * unit + unit);
  const auto summary = summary_of(durations);
  std::sort(durations.begin(), durations.end());
  const auto exact = [&](std::size_t rank) { return static_cast<double>(durations[rank - 1]) * 1e-9; };
  CHECK(within(summary.p50, exact(500), 0.07));
  CHECK(within(summary.p90, exact(900), 0.07));
  CHECK(within(summary.p99, exact(990), 0.07));
  CHECK(within(summary.max, exact(1000), 1e-12));
}

TEST_CASE("No percentile is above the maximum", "[loader]") {
  for (std::int64_t duration = 1; duration < 100000; duration = duration * 2 + 1) {
    const auto summary = summary_of({duration, duration});
    CHECK(summary.p50 <= summary.max);
    CHECK(summary.p99 <= summary.max);
  }
}

TEST_CASE("A duration may stand for many", "[loader]") {
  DurationHistogram histogram;
  histogram.add(nanoseconds(1000), 99);
  histogram.add(nanoseconds(1000000));
  const auto summary = histogram.summary();
  CHECK(within(summary.p50, 1e-6, 0.07));
  CHECK(within(summary.p99, 1e-6, 0.07));
  CHECK(within(summary.max, 1e-3, 1e-12));
  CHECK(within(summary.total, 99e-6 + 1e-3, 1e-12));
}

TEST_CASE("Durations at the ends of the scale find a bucket", "[loader]") {
  CHECK(summary_of({0}).max == 0);
  CHECK(summary_of({-5}).total == 0);  // A clock that was set back.
  CHECK(within(summary_of({nanoseconds::max().count()}).p50, 9.22e9, 0.07));
}

TEST_CASE("Merging adds up, and a reset forgets", "[loader]") {
  DurationHistogram a, b;
  a.add(nanoseconds(100), 3);
  b.add(nanoseconds(10000), 7);
  a.merge(b);
  const auto both = a.summary();
  CHECK(within(both.p50, 10e-6, 0.07));
  CHECK(within(both.total, 300e-9 + 70e-6, 1e-12));
  CHECK(within(both.max, 10e-6, 1e-12));
  a.reset();
  CHECK(a.summary().total == 0);
  CHECK(a.summary().max == 0);
  CHECK(b.summary().total > 0);
}

TEST_CASE("Threads that add at once lose nothing", "[loader]") {
  DurationHistogram histogram;
  std::vector<std::thread> threads;
  for (int t = 1; t <= 4; ++t)
    threads.emplace_back([&histogram, t] {
      for (int i = 0; i < 10000; ++i) histogram.add(nanoseconds(t * 1000));
    });
  for (auto& thread : threads) thread.join();
  CHECK(within(histogram.summary().total, 0.1, 1e-9));
  CHECK(within(histogram.summary().max, 4e-6, 1e-12));
}
