// SPDX-License-Identifier: MIT
#include <wick/npy/long_double.hpp>
#include <wick/npy/npy_error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>

namespace wick {
namespace {

constexpr std::size_t x87_bytes = 10;

constexpr bool has_x87 = std::numeric_limits<long double>::digits == 64 && sizeof(long double) >= x87_bytes &&
                         std::endian::native == std::endian::little;

using X87 = std::array<std::byte, x87_bytes>;

// The 80 bits, the lowest byte first, of a number that takes as many bytes as `number` has.
X87 load(std::span<const std::byte> number, bool big_endian) {
  X87 bits;
  if (big_endian) {
    std::reverse_copy(number.end() - x87_bytes, number.end(), bits.begin());
  } else {
    std::copy_n(number.begin(), x87_bytes, bits.begin());
  }
  return bits;
}

// The highest bit of the mantissa is 1 just where the exponent is not 0. The processor takes other numbers (unnormal
// ones, pseudo-denormal ones, ...) for NaN or makes none of them, since the 80387.
bool is_made_by_x87(const X87& bits) {
  const bool integer_bit = (bits[7] & std::byte{0x80}) != std::byte{0};
  const bool exponent = bits[8] != std::byte{0} || (bits[9] & std::byte{0x7F}) != std::byte{0};
  return integer_bit == exponent;
}

double to_double(const X87& bits) {
  if constexpr (has_x87) {
    long double value = 0;
    std::memcpy(&value, bits.data(), x87_bytes);
    return static_cast<double>(value);
  } else {
    return std::numeric_limits<double>::quiet_NaN();  // not reached: `check` has thrown
  }
}

void check(const Dtype& dtype, std::size_t from, std::size_t to, std::size_t number, std::string_view path) {
  if (!is_long_double(dtype)) {
    throw NpyError(path, fmt::format("dtype {:.60} is no long double: <f16 or <c32 expected", dtype.descr));
  }
  if (!has_x87) {
    throw NpyError(path, fmt::format("dtype {:.60}: only x86 converts long doubles; let NumPy make <f8 of them there",
                                     dtype.descr));
  }
  if (from % static_cast<std::size_t>(dtype.itemsize) != 0 || from / number != to) {
    throw NpyError(path, fmt::format("{} bytes of dtype {:.60} and room for {} doubles, which are not as many", from,
                                     dtype.descr, to));
  }
}

}  // namespace

bool is_long_double(const Dtype& dtype) noexcept {
  return (dtype.kind == 'f' && (dtype.itemsize == 12 || dtype.itemsize == 16)) ||
         (dtype.kind == 'c' && (dtype.itemsize == 24 || dtype.itemsize == 32));
}

void convert_long_double(const Dtype& dtype, std::span<const std::byte> from, std::span<double> to,
                         std::string_view path) {
  const auto number = static_cast<std::size_t>(dtype.kind == 'c' ? dtype.itemsize / 2 : dtype.itemsize);
  check(dtype, from.size(), to.size(), number, path);
  for (std::size_t i = 0; i < to.size(); ++i) {
    const X87 bits = load(from.subspan(i * number, number), dtype.byteorder == '>');
    if (!is_made_by_x87(bits)) {
      throw NpyError(path, fmt::format("number {} is no long double of an x86: the file ({:.60}) seems to come from "
                                       "another machine; let NumPy make <f8 of it there",
                                       i, dtype.descr));
    }
    to[i] = to_double(bits);
  }
}

}  // namespace wick
