// SPDX-License-Identifier: MIT
#include "float_format.hpp"

#include <wick/npy/long_double.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace wick::detail {
namespace {

template <typename Word>
Word load(const std::byte* bytes) noexcept {
  Word word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

std::uint64_t load_word(const std::byte* bytes, std::size_t count) noexcept {
  switch (count) {
    case 1:
      return load<std::uint8_t>(bytes);
    case 2:
      return load<std::uint16_t>(bytes);
    case 4:
      return load<std::uint32_t>(bytes);
    default:
      return load<std::uint64_t>(bytes);
  }
}

std::uint64_t reversed(std::uint64_t word, std::size_t bytes) noexcept {
  return __builtin_bswap64(word) >> (8 * (sizeof word - bytes));
}

Finiteness x87_finiteness(const FloatFormat& format, const std::byte* bytes) noexcept {
  std::array<std::byte, 10> number;
  if (format.swapped) {
    std::reverse_copy(bytes + format.bytes - number.size(), bytes + format.bytes, number.begin());
  } else {
    std::copy_n(bytes, number.size(), number.begin());
  }
  const auto top = std::to_integer<unsigned>(number[8]) | std::to_integer<unsigned>(number[9]) << 8;
  if ((top & 0x7FFF) != 0x7FFF) return Finiteness::finite;
  // The highest bit of the fraction stands before the point. It is 1 in all that a processor makes.
  const bool fraction =
      std::any_of(number.begin(), number.begin() + 7, [](std::byte b) { return b != std::byte{0}; }) ||
      (number[7] & std::byte{0x7F}) != std::byte{0};
  return fraction ? Finiteness::nan : Finiteness::infinite;
}

// Formats of the package ml_dtypes, by the names that torch has for them too.
std::optional<FloatFormat> named_format(std::string_view name) {
  static constexpr std::pair<std::string_view, FloatFormat> formats[] = {
      {"bfloat16", {.bytes = 2, .exponent = 0x7F80, .fraction = 0x7F}},
      {"float8_e5m2", {.bytes = 1, .exponent = 0x7C, .fraction = 0x03}},
      {"float8_e4m3fn", {.bytes = 1, .exponent = 0x7F}},
      {"float8_e4m3fnuz", {.bytes = 1, .exponent = 0xFF, .flip = 0x7F}},
      {"float8_e5m2fnuz", {.bytes = 1, .exponent = 0xFF, .flip = 0x7F}},
  };
  for (const auto& [known, format] : formats)
    if (known == name) return format;
  return std::nullopt;
}

std::optional<FloatFormat> ieee_format(std::size_t bytes) {
  switch (bytes) {
    case 2:
      return FloatFormat{.bytes = 2, .exponent = 0x7C00, .fraction = 0x3FF};
    case 4:
      return FloatFormat{.bytes = 4, .exponent = 0x7F80'0000, .fraction = 0x7F'FFFF};
    case 8:
      return FloatFormat{.bytes = 8, .exponent = 0x7FF0'0000'0000'0000, .fraction = 0xF'FFFF'FFFF'FFFF};
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<FloatFormat> float_format(const Dtype& dtype) {
  if (dtype.kind == 'V' && !dtype.structured) return named_format(dtype.descr);
  if (dtype.kind != 'f' && dtype.kind != 'c') return std::nullopt;
  const auto bytes = static_cast<std::size_t>(dtype.kind == 'c' ? dtype.itemsize / 2 : dtype.itemsize);
  if (is_long_double(dtype)) return FloatFormat{.bytes = bytes, .x87 = true, .swapped = dtype.byteorder == '>'};
  auto format = ieee_format(bytes);
  if (format && dtype.is_swapped()) {
    // The masks are turned once, instead of every number.
    format->exponent = reversed(format->exponent, bytes);
    format->fraction = reversed(format->fraction, bytes);
  }
  return format;
}

Finiteness finiteness(const FloatFormat& format, const std::byte* bytes) noexcept {
  if (format.x87) return x87_finiteness(format, bytes);
  const auto word = load_word(bytes, format.bytes) ^ format.flip;
  if ((word & format.exponent) != format.exponent) return Finiteness::finite;
  return format.fraction != 0 && (word & format.fraction) == 0 ? Finiteness::infinite : Finiteness::nan;
}

}  // namespace wick::detail
