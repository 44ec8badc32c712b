// SPDX-License-Identifier: MIT
#include "float8.hpp"

#include <wick/npy/ml_dtype.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>

namespace wick::detail {
namespace {

/// Which codes are no finite numbers.
enum class Special { ieee, all_ones, negative_zero };

struct Format {
  std::string_view name;
  int mantissa_bits;
  int bias;
  Special special;
};

constexpr std::array<Format, 4> formats = {{
    {"float8_e4m3fn", 3, 7, Special::all_ones},
    {"float8_e5m2", 2, 15, Special::ieee},
    {"float8_e4m3fnuz", 3, 8, Special::negative_zero},
    {"float8_e5m2fnuz", 2, 16, Special::negative_zero},
}};

// Of a code without its sign.
float magnitude(const Format& format, int code) {
  const int ones = 1 << format.mantissa_bits;
  const int mantissa = code % ones;
  const int exponent = code / ones;
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  if (format.special == Special::all_ones && code == 0x7F) return nan;
  if (format.special == Special::ieee && exponent == 0x7F / ones)
    return mantissa == 0 ? std::numeric_limits<float>::infinity() : nan;
  const int significand = exponent == 0 ? mantissa : mantissa + ones;
  return std::ldexp(static_cast<float>(significand), std::max(exponent, 1) - format.bias - format.mantissa_bits);
}

using Values = std::array<float, 256>;

Values values_of(const Format& format) {
  Values values;
  for (int code = 0; code < 256; ++code) {
    const float number = magnitude(format, code % 0x80);
    values[static_cast<std::size_t>(code)] = code < 0x80 ? number : -number;
  }
  if (format.special == Special::negative_zero) values[0x80] = std::numeric_limits<float>::quiet_NaN();
  return values;
}

const Values& table_of(const Dtype& dtype) {
  static const std::array<Values, formats.size()> tables = {values_of(formats[0]), values_of(formats[1]),
                                                            values_of(formats[2]), values_of(formats[3])};
  std::size_t format = 0;
  while (formats[format].name != dtype.descr) ++format;
  return tables[format];
}

}  // namespace

bool is_float8(const Dtype& dtype) noexcept { return is_ml_dtype(dtype) && dtype.itemsize == 1; }

void convert_float8(const Dtype& dtype, std::span<const std::byte> from, std::span<float> to) {
  const Values& values = table_of(dtype);
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = values[std::to_integer<std::size_t>(from[i])];
}

}  // namespace wick::detail
