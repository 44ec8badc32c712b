// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/source.hpp>

#include <ATen/core/Tensor.h>

#include <vector>

namespace wick {

/// Arrays that are in memory already. They are shared, not copied.
SourcePtr in_memory(std::vector<NumpyArray> arrays);

/// The slices of an array along axis 0. Throws `Error` on a 0-d array.
SourcePtr in_memory_rows(NumpyArray array);

/// The slices of a CPU tensor along dimension 0.
SourcePtr in_memory_rows(const at::Tensor& tensor);

}  // namespace wick
