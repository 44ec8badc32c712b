// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>

#include <cstddef>

namespace wick::detail {

/// Copies the elements of an array, byte by byte as they are, to `target` in C order. `target` has room for
/// `array.nbytes()` bytes, of any alignment.
void copy_in_c_order(const NumpyArray& array, std::byte* target);

/// The array itself if it is in C order, else a copy that is.
NumpyArray in_c_order(const NumpyArray& array);

}  // namespace wick::detail
