// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>
#include <wick/npy/dtype_field.hpp>

namespace wick::detail {

/// The field `field` of each element of a structured array: the same memory, seen through other strides; the dimensions
/// of a sub-array are the last. Throws `NpyError` for more dimensions than arrays have.
NumpyArray field_view(const NumpyArray& array, const DtypeField& field);

}  // namespace wick::detail
