// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

namespace wick::detail {

/// What a number is.
enum class Finiteness : std::uint8_t { finite, infinite, nan };

/// How the numbers of a dtype show that they are not finite: all `exponent` bits of `word ^ flip` are set. Then they
/// are infinite if no `fraction` bit is set, and NaN if one is or the format has no infinities.
struct FloatFormat {
  /// Bytes of a number.
  std::size_t bytes = 0;

  /// Bytes of the words, which are in this machine's order, that the masks are for: those of a number, but 8 where
  /// `x87` says that the exponent is apart.
  std::uint64_t exponent = 0;
  std::uint64_t fraction = 0;
  std::uint64_t flip = 0;

  /// A long double: the fraction's 8 bytes, then 2 with the exponent, then others; in reverse if `swapped`.
  bool x87 = false;
  bool swapped = false;
};

/// The format of the numbers of a dtype: half of a complex element is one. nullopt if it has no numbers, or none that
/// are ever not finite.
std::optional<FloatFormat> float_format(const Dtype& dtype);

/// What the number at `bytes` is.
Finiteness finiteness(const FloatFormat& format, const std::byte* bytes) noexcept;

}  // namespace wick::detail
