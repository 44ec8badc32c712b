// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>

#include <cstdint>
#include <span>

namespace wick::tools {

/// Arrays in C order, one after the other along dimension `dim` (negative: from the end): `np.concatenate(arrays, dim)`
/// of arrays of one dtype. Throws `NpyError` that names the first array of another dtype or, in the other dimensions,
/// of another shape.
NumpyArray concatenate(std::span<const NumpyArray> arrays, std::int64_t dim);

}  // namespace wick::tools
