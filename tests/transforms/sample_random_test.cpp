// SPDX-License-Identifier: MIT
#include <wick/transforms/sample_random.hpp>

#include <cmath>
#include <set>
#include <vector>

// Private to the module, but its known answers are worth the reach.
#include "philox.hpp"

#include <support/prelude.hpp>

using wick::detail::philox4x32_10;
using Words = std::array<std::uint32_t, 4>;

namespace {

std::vector<std::uint32_t> first_bits(const wick::SampleKey& key, int count = 8) {
  wick::SampleRandom random(key);
  std::vector<std::uint32_t> bits;
  for (int i = 0; i < count; ++i) bits.push_back(random.bits());
  return bits;
}

}  // namespace

TEST_CASE("Philox4x32-10 gives the known answers of Random123", "[transforms]") {
  CHECK(philox4x32_10({0, 0, 0, 0}, {0, 0}) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  constexpr std::uint32_t ones = 0xffffffff;
  CHECK(philox4x32_10({ones, ones, ones, ones}, {ones, ones}) == Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox4x32_10({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("the stream of a sample is the same on every machine and in every version", "[transforms]") {
  CHECK(first_bits({.seed = 7, .epoch = 3, .index = 42}, 6) ==
        std::vector<std::uint32_t>{0x77e118de, 0x1c37f5bb, 0x6487b74b, 0xb0ca6f0b, 0x1a86d27b, 0x6d975da6});
}

TEST_CASE("one key gives one stream, any other key another", "[transforms]") {
  const wick::SampleKey key{.seed = 7, .epoch = 3, .index = 42};
  CHECK(first_bits(key) == first_bits(key));
  std::set<std::vector<std::uint32_t>> streams;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    for (std::uint64_t epoch = 0; epoch < 10; ++epoch) {
      for (std::int64_t index = 0; index < 10; ++index) streams.insert(first_bits({seed, epoch, index}));
    }
  }
  CHECK(streams.size() == 1000);
}

TEST_CASE("a stream does not repeat within its first blocks", "[transforms]") {
  const auto bits = first_bits({}, 4000);
  // 4000 draws of 2**32: a repetition or two is chance, more is not.
  CHECK(std::set<std::uint32_t>(bits.begin(), bits.end()).size() >= 3998);
}

TEST_CASE("uniform numbers are in [0, 1) and average to a half", "[transforms]") {
  wick::SampleRandom random({.seed = 1});
  double sum = 0;
  for (int i = 0; i < 100000; ++i) {
    const double value = random.uniform();
    REQUIRE((value >= 0 && value < 1));
    sum += value;
  }
  // Five standard deviations.
  CHECK(std::abs(sum / 100000 - 0.5) < 5 / std::sqrt(12 * 100000.0));
}

TEST_CASE("bounded numbers take every value equally often", "[transforms]") {
  wick::SampleRandom random({.seed = 2});
  std::vector<int> counts(7);
  for (int i = 0; i < 70000; ++i) ++counts[static_cast<std::size_t>(random.below(7))];
  for (const int count : counts) CHECK(std::abs(count - 10000) < 500);
  for (int i = 0; i < 100; ++i) CHECK(random.below(1) == 0);
}

TEST_CASE("a huge bound does not favour small numbers", "[transforms]") {
  wick::SampleRandom random({.seed = 3});
  // Two thirds of 2**64 do not fit the type; three quarters of 2**63 is where a plain modulus would be biased.
  const std::int64_t bound = std::int64_t{3} << 61;
  int low = 0;
  for (int i = 0; i < 30000; ++i) {
    const std::int64_t value = random.below(bound);
    REQUIRE((value >= 0 && value < bound));
    low += value < bound / 3;
  }
  CHECK(std::abs(low - 10000) < 500);
}
