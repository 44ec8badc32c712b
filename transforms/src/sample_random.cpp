// SPDX-License-Identifier: MIT
#include <wick/transforms/detail/mix64.hpp>
#include <wick/transforms/sample_random.hpp>

#include "philox.hpp"

namespace wick {

using detail::mix64;

// Note [Key and counter]
// Philox has a 64-bit key and a 128-bit counter: three names and a block number have to fit. The index and the block
// number take the counter (64 bits each), seed and epoch the key, through a mix that gives any two (seed, epoch) pairs
// unrelated keys (a bijection: epochs of one seed never share a key).
SampleRandom::SampleRandom(const SampleKey& key) noexcept
    : key_(mix64(mix64(key.seed + detail::golden_gamma) + key.epoch)), stream_(static_cast<std::uint64_t>(key.index)) {}

std::uint32_t SampleRandom::bits() noexcept {
  if (used_ == 4) {
    const auto low = [](std::uint64_t value) { return static_cast<std::uint32_t>(value); };
    const auto words = detail::philox4x32_10({low(block_), low(block_ >> 32), low(stream_), low(stream_ >> 32)},
                                             {low(key_), low(key_ >> 32)});
    for (int i = 0; i < 4; ++i) words_[i] = words[i];
    ++block_;
    used_ = 0;
  }
  return words_[used_++];
}

double SampleRandom::uniform() noexcept { return bits() * 0x1p-32; }

// Lemire 2019, "Fast random integer generation in an interval": the high half of a product, and a new draw in the few
// cases that would favour some results.
std::int64_t SampleRandom::below(std::int64_t bound) noexcept {
  const auto range = static_cast<std::uint64_t>(bound < 1 ? 1 : bound);
  const auto draw = [this] {
    const std::uint64_t high = bits();
    return high << 32 | bits();
  };
  __extension__ using Wide = unsigned __int128;
  Wide product = Wide{draw()} * range;
  if (static_cast<std::uint64_t>(product) < range) {
    const std::uint64_t rejected = (0 - range) % range;
    while (static_cast<std::uint64_t>(product) < rejected) product = Wide{draw()} * range;
  }
  return static_cast<std::int64_t>(product >> 64);
}

}  // namespace wick
