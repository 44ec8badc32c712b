// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>

#include <ATen/core/Tensor.h>

#include <string>

namespace wick {

/// Writes an array as `np.save(path, array)` does: Fortran order where the array has it and is not C-contiguous too,
/// else C order; byte order as it is. Every dtype but Python objects; those of `ml_dtype` are written as bytes without
/// a meaning (`|V2`, `|V1`), as np.save does. Written to a temporary neighbour first and then renamed, so that a reader
/// never sees half a file. Throws `NpyError`.
void save_npy(const std::string& path, const NumpyArray& array);

/// The same of a tensor, copied from its device first if that is not the CPU. Throws `Error` when NumPy has no such
/// dtype (bfloat16, quantised).
void save_npy(const std::string& path, const at::Tensor& tensor);

}  // namespace wick
