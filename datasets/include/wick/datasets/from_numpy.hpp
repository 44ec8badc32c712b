// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>
#include <wick/transforms/elementwise.hpp>

#include <ATen/core/Tensor.h>

#include <span>
#include <vector>

namespace wick {

/// A tensor over the array's own bytes, as `torch.from_numpy`: writing to one writes to the other, and the tensor keeps
/// the bytes alive. Throws `Error` where torch does (foreign byte order, negative strides, strides that are no multiple
/// of the element, dtypes that this LibTorch lacks) and on misaligned data; the message names the file and the way out.
at::Tensor from_numpy(const NumpyArray& array);

/// The same of each array: `[torch.from_numpy(a) for a in arrays]`.
std::vector<at::Tensor> from_numpy(std::span<const NumpyArray> arrays);

/// A contiguous tensor with memory of its own, as `torch.tensor(array)`: any byte order and strides. Unsigned integers
/// that this LibTorch lacks are widened (`tensor_type`).
at::Tensor copy_numpy(const NumpyArray& array);

/// The same, cast in the same pass: what `torch.Tensor(array)` does with the default dtype.
at::Tensor copy_numpy(const NumpyArray& array, at::ScalarType dtype, OutOfRange out_of_range = OutOfRange::wrap);

/// The same of each array.
std::vector<at::Tensor> copy_numpy(std::span<const NumpyArray> arrays);
std::vector<at::Tensor> copy_numpy(std::span<const NumpyArray> arrays, at::ScalarType dtype,
                                   OutOfRange out_of_range = OutOfRange::wrap);

/// An array over the tensor's own memory, as `tensor.numpy()`. Throws `Error` when the tensor is not on the CPU,
/// requires grad, is conjugated or negated lazily, or has a dtype that NumPy lacks.
NumpyArray to_numpy(const at::Tensor& tensor);

}  // namespace wick
