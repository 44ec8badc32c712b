// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/npy_header.hpp>

#include <cstddef>
#include <string>

namespace wick::test {

/// The bytes of a `.npy` file of zeros.
inline std::string npy(const std::string& code, const Shape& shape, bool fortran_order = false) {
  const Dtype dtype = native_dtype(code);
  return make_npy_header(dtype, fortran_order, shape) +
         std::string(static_cast<std::size_t>(*checked_bytes(shape, dtype.itemsize)), '\0');
}

}  // namespace wick::test
