// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>

#include <string>

namespace wick {

/// Reads an array into memory of its own, as `np.load(path)`. Fortran order is kept (in the strides).
/// Every dtype in either byte order, structured ones, datetimes, strings and long doubles among them, as the file has
/// it; what tensors can be made of is said at `from_numpy`. Only Python objects are refused: `read_object_array` reads
/// them. Bools become 0 or 1, whatever byte stands in the file, those in fields too. The memory is aligned to 64 bytes.
/// Throws `NpyError`.
NumpyArray load_npy(const std::string& path);

/// Maps an array's file into memory, as `np.load(path, mmap_mode='c')`: nothing is read until touched, and writes stay
/// private to this process. Dtypes as by `load_npy`. Bools are looked through at once: whatever byte stands in the
/// file, they are 0 or 1. The mapping lives as long as any copy of the array or tensor of it. The file must not shrink
/// meanwhile: touching what is gone kills the process (SIGBUS). For files that others may change, use `load_npy`. A
/// payload that is not aligned to its elements is read instead of mapped, and so is an empty one. Throws `NpyError`.
NumpyArray map_npy(const std::string& path);

}  // namespace wick
