// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace wick::detail {

/// splitmix64's increment: 2**64 over the golden ratio.
inline constexpr std::uint64_t golden_gamma = 0x9e3779b97f4a7c15;

/// Steele, Lea and Flood's splitmix64 finaliser: a bijection of 64 bits in which every input bit moves every output
/// bit. What random draws follow from: a change of it changes every order, stream and substitute.
constexpr std::uint64_t mix64(std::uint64_t value) noexcept {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

}  // namespace wick::detail
