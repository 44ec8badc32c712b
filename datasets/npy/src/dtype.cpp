// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/npy/dtype.hpp>

#include "dtype_code.hpp"

#include <fmt/format.h>

#include <bit>
#include <utility>

namespace wick {

bool Dtype::is_numeric() const noexcept {
  switch (kind) {
    case 'b':
    case 'i':
    case 'u':
      return true;
    case 'f':
      return itemsize <= 8;
    case 'c':
      return itemsize <= 16;
    default:
      return false;
  }
}

bool Dtype::is_swapped() const noexcept {
  constexpr char foreign = std::endian::native == std::endian::little ? '>' : '<';
  return byteorder == foreign;
}

Dtype native_dtype(std::string_view code) {
  auto dtype = detail::parse_dtype_code(code);
  if (!dtype || !dtype->is_numeric()) {
    throw Error(fmt::format("'{}' is no numeric dtype: kind (b, i, u, f, c) and bytes expected, such as 'f4'", code));
  }
  return *std::move(dtype);
}

}  // namespace wick
