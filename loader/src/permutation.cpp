// SPDX-License-Identifier: MIT
#include "permutation.hpp"

#include <wick/transforms/detail/mix64.hpp>

#include <algorithm>
#include <bit>

namespace wick::detail {
namespace {

// A smaller cipher favours some orders: one of 4 bits makes even permutations only. Ten samples do not mind the longer
// walk.
constexpr int least_half_bits = 4;

}  // namespace

Permutation::Permutation(std::uint64_t size, std::uint64_t seed, std::uint64_t epoch) noexcept : size_(size) {
  const int bits = std::bit_width(size > 1 ? size - 1 : 1);
  half_bits_ = std::max(least_half_bits, (bits + 1) / 2);
  std::uint64_t state = mix64(seed + golden_gamma) ^ mix64(mix64(epoch) + 2 * golden_gamma);
  for (auto& key : keys_) key = mix64(state += golden_gamma);
}

std::uint64_t Permutation::encrypt(std::uint64_t value) const noexcept {
  const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
  std::uint64_t left = value >> half_bits_, right = value & mask;
  for (const std::uint64_t key : keys_) {
    const std::uint64_t next = left ^ (mix64(right + key) & mask);
    left = right;
    right = next;
  }
  return (left << half_bits_) | right;
}

std::uint64_t Permutation::operator()(std::uint64_t position) const noexcept {
  do position = encrypt(position);
  while (position >= size_);
  return position;
}

}  // namespace wick::detail
