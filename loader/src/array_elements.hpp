// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>
#include <wick/transforms/strided.hpp>

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace wick::detail {

/// The elements of an array: where they lie if a `Conversion` can read them there, else in a tensor that `copy_numpy`
/// made.
struct ArrayElements {
  StridedSource source;
  at::Tensor copy;  ///< Owns what `source` refers to, if it is defined; else the array does.
};

/// Those of each array, which are to become `dtype`. Throws `Error`: dtypes that tensors lack, times of several
/// units.
std::vector<ArrayElements> elements_of(std::span<const NumpyArray> arrays, std::optional<at::ScalarType> dtype);

/// What messages call one of the arrays: its origin, or its number if it has none.
std::string place_of_array(std::span<const NumpyArray> arrays, std::size_t position);

/// The dtype to which torch promotes those of all arrays, one at least. Throws `Error` that names the first for which
/// there is none.
at::ScalarType promoted_dtype(std::span<const NumpyArray> arrays, const std::vector<ArrayElements>& elements);

}  // namespace wick::detail
