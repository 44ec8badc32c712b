// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <span>
#include <string>

namespace wick::detail {

/// An array as it is written: all elements without gaps, in Fortran order where the array has it and is not
/// C-contiguous too, else in C order. Dtypes of `ml_dtype` are bytes here, as in a file.
struct DenseArray {
  NumpyArray array;
  bool fortran_order = false;
  std::string header;  ///< As it stands in a `.npy` file.

  std::span<const std::byte> payload() const { return {array.data(), static_cast<std::size_t>(array.nbytes())}; }
};

/// The array so, packed in memory of its own if it has gaps. Throws `NpyError` that names `place` when NumPy could not
/// read what would be written: Python objects, a `descr` that says another size.
DenseArray dense_array(const std::string& place, const NumpyArray& array);

/// The tensor's values as an array, copied from its device if that is not the CPU. Throws `Error`: undefined, a dtype
/// that NumPy lacks.
NumpyArray array_of_values(const std::string& place, const at::Tensor& tensor);

}  // namespace wick::detail
