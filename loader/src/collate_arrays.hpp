// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>
#include <wick/loader/collate.hpp>

#include <ATen/core/Tensor.h>

#include <optional>
#include <span>

namespace wick::detail {

/// The tensor of these arrays, one at least, that `collate` lays out; `stack_numpy` says the rest. Errors name an array
/// by its origin, or by its number if it has none.
at::Tensor collate_arrays(const Collate& collate, std::span<const NumpyArray> arrays,
                          std::optional<at::ScalarType> dtype);

}  // namespace wick::detail
