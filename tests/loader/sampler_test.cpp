// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/loader/sampler.hpp>

#include <permutation.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;

namespace {

std::vector<std::int64_t> epoch_of(const Sampler& sampler, std::uint64_t epoch) {
  std::vector<std::int64_t> indices;
  for (std::int64_t i = 0; i < sampler.size(); ++i) indices.push_back(sampler.index(epoch, i));
  return indices;
}

bool holds_each_once(std::vector<std::int64_t> indices) {
  std::sort(indices.begin(), indices.end());
  std::vector<std::int64_t> all(indices.size());
  std::iota(all.begin(), all.end(), 0);
  return indices == all;
}

// Sum of (seen - expected)**2 / expected: as large as the number of cells, about, for a fair draw.
double chi_square(const std::vector<std::int64_t>& seen) {
  const auto total = std::accumulate(seen.begin(), seen.end(), std::int64_t{0});
  const double expected = static_cast<double>(total) / static_cast<double>(seen.size());
  double sum = 0;
  for (const auto count : seen)
    sum += (static_cast<double>(count) - expected) * (static_cast<double>(count) - expected);
  return sum / expected;
}

}  // namespace

TEST_CASE("The sequential sampler counts, in every epoch", "[loader]") {
  const auto sampler = sequential_sampler(4);
  CHECK(sampler->size() == 4);
  CHECK(epoch_of(*sampler, 0) == std::vector<std::int64_t>{0, 1, 2, 3});
  CHECK(epoch_of(*sampler, 9) == std::vector<std::int64_t>{0, 1, 2, 3});
}

TEST_CASE("An epoch of the shuffle sampler holds every index once, for every size up to 300 and around powers of two",
          "[loader]") {
  for (std::int64_t size = 0; size <= 300; ++size)
    for (const std::uint64_t epoch : {0, 1, 2}) {
      const auto indices = epoch_of(*shuffle_sampler(size, 7), epoch);
      if (!holds_each_once(indices)) FAIL("size " << size << ", epoch " << epoch);
    }
  for (const std::int64_t size : {4095, 4096, 4097, 65535, 65536, 65537, 100003})
    CHECK(holds_each_once(epoch_of(*shuffle_sampler(size, 1), 5)));
}

TEST_CASE("Of huge sizes, positions go to different indices inside", "[loader]") {
  const std::int64_t size = GENERATE(std::int64_t{1} << 32, (std::int64_t{1} << 40) + 1, std::int64_t{1} << 62,
                                     (std::int64_t{1} << 62) + 1, std::numeric_limits<std::int64_t>::max());
  const auto sampler = shuffle_sampler(size, 3);
  std::set<std::int64_t> seen;
  for (std::int64_t i = 0; i < 1000; ++i)
    for (const std::int64_t position : {i, size - 1 - i, size / 1000 * i + 1000})
      seen.insert(sampler->index(4, position));
  CHECK(seen.size() == 3000);
  CHECK(*seen.begin() >= 0);
  CHECK(*seen.rbegin() < size);
  CHECK(*seen.begin() < size / 100);
  CHECK(*seen.rbegin() > size / 100 * 99);
}

TEST_CASE("Shuffled orders are the same on every machine and for all time", "[loader]") {
  CHECK(epoch_of(*shuffle_sampler(10, 0), 0) == std::vector<std::int64_t>{7, 4, 5, 0, 9, 6, 8, 2, 3, 1});
  CHECK(epoch_of(*shuffle_sampler(10, 0), 1) == std::vector<std::int64_t>{5, 9, 6, 0, 3, 7, 8, 4, 2, 1});
  CHECK(epoch_of(*shuffle_sampler(10, 7), 0) == std::vector<std::int64_t>{7, 4, 0, 2, 5, 3, 8, 1, 9, 6});
  CHECK(epoch_of(*shuffle_sampler(17, 123456789), 42) ==
        std::vector<std::int64_t>{5, 13, 1, 3, 7, 12, 11, 4, 9, 14, 15, 8, 10, 16, 2, 0, 6});
  CHECK(shuffle_sampler(60000, 7)->index(3, 59999) == 1331);
  CHECK(shuffle_sampler(1000000007, 18446744073709551615u)->index(18446744073709551615u, 123456789) == 878714699);
  CHECK(shuffle_sampler(std::numeric_limits<std::int64_t>::max(), 1)->index(2, 3) == 2350450467632747748);
}

TEST_CASE("Epochs and seeds give orders of their own", "[loader]") {
  std::set<std::vector<std::int64_t>> orders;
  for (const std::uint64_t seed : {0, 1, 2, 1000})
    for (std::uint64_t epoch = 0; epoch < 25; ++epoch) orders.insert(epoch_of(*shuffle_sampler(50, seed), epoch));
  CHECK(orders.size() == 100);
}

TEST_CASE("Seed and epoch do not stand for each other", "[loader]") {
  CHECK(epoch_of(*shuffle_sampler(50, 1), 2) != epoch_of(*shuffle_sampler(50, 2), 1));
  CHECK(epoch_of(*shuffle_sampler(50, 1), 0) != epoch_of(*shuffle_sampler(50, 0), 1));
  CHECK(epoch_of(*shuffle_sampler(50, 5), 5) != epoch_of(*shuffle_sampler(50, 6), 6));
}

TEST_CASE("Every index is about as often at every position", "[loader]") {
  // Over so many epochs, the sum of a fair shuffle is (size - 1)**2 on average, and beyond five times its deviation
  // once in a million tries; the orders are fixed, so this holds always or never.
  const std::int64_t size = GENERATE(2, 3, 5, 8, 10, 17, 33);
  const auto sampler = shuffle_sampler(size, 11);
  std::vector<std::int64_t> seen(static_cast<std::size_t>(size * size));
  for (std::uint64_t epoch = 0; epoch < 4000; ++epoch)
    for (std::int64_t i = 0; i < size; ++i) ++seen[static_cast<std::size_t>(i * size + sampler->index(epoch, i))];
  const double freedom = static_cast<double>((size - 1) * (size - 1));
  CHECK(chi_square(seen) < freedom + 5 * std::sqrt(2 * freedom));
}

TEST_CASE("Every order of few samples comes about as often", "[loader]") {
  const auto [size, orders] = GENERATE(table<std::int64_t, std::size_t>({{2, 2}, {3, 6}, {4, 24}, {5, 120}}));
  const auto sampler = shuffle_sampler(size, 0);
  std::map<std::vector<std::int64_t>, std::int64_t> seen;
  for (std::uint64_t epoch = 0; epoch < 24000; ++epoch) ++seen[epoch_of(*sampler, epoch)];
  REQUIRE(seen.size() == orders);
  std::vector<std::int64_t> counts;
  for (const auto& order : seen) counts.push_back(order.second);
  const auto freedom = static_cast<double>(orders - 1);
  CHECK(chi_square(counts) < freedom + 5 * std::sqrt(2 * freedom));
}

TEST_CASE("Neighbours do not stay neighbours", "[loader]") {
  const auto indices = epoch_of(*shuffle_sampler(10000, 1), 0);
  std::int64_t together = 0;
  for (std::size_t i = 1; i < indices.size(); ++i) together += std::abs(indices[i] - indices[i - 1]) == 1;
  CHECK(together < 10);  // 2 on average.
}

TEST_CASE("Negative sizes and positions that do not exist are refused", "[loader]") {
  const auto message = [](const auto& call) -> std::string {
    try {
      call();
    } catch (const Error& error) {
      return error.what();
    }
    return {};
  };
  CHECK(message([] { sequential_sampler(-1); }) == "sampler: size is -1; at least 0 expected");
  CHECK(message([] { shuffle_sampler(-5, 0); }) == "sampler: size is -5; at least 0 expected");
  CHECK(message([] { shuffle_sampler(0, 0)->index(0, 0); }) == "sampler: position 0 of an epoch of 0 samples");
  CHECK(message([] { shuffle_sampler(3, 0)->index(0, -1); }) == "sampler: position -1 of an epoch of 3 samples");
  CHECK(message([] { sequential_sampler(3)->index(0, 3); }) == "sampler: position 3 of an epoch of 3 samples");
}
