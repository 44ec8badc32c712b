// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>

namespace wick {

/// The same elements in C order and this machine's byte order, as `np.ascontiguousarray(a).astype(native)` where
/// `native` is `a.dtype.newbyteorder('=')`. Of any dtype but objects; of a structured one every field, at any depth,
/// and the bytes between fields as they are. Bools become 0 or 1.
/// The array itself, sharing its bytes, where there is nothing to do; else a copy, made at the speed of memory. Throws
/// `NpyError`: objects.
NumpyArray native_array(const NumpyArray& array);

}  // namespace wick
