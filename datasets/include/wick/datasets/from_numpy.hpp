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
///
/// Beyond what torch takes:
///
///     <M8[ns], <m8[D]      int64, the counts of the unit (`datetime_unit`); NaT is the least (`nat`)
///     |S5                  uint8, the bytes: of shape (2, 3) become (2, 3, 5), filled up with zeros
///     <U5                  int32, the code points: of shape (2, 3) become (2, 3, 5). `NumpyArray::text` gives strings
///     ml_dtype bfloat16    bfloat16 (`array.view(ml_dtype("bfloat16"))`)
///     ml_dtype float8_*    float32, by `copy_numpy` only
///     <f16, <c32           by `copy_numpy(array, dtype)` only, through float64 or complex128 (`convert_long_double`)
///     [('x', '<f4'), ...]  none, but a field of it does: `array.field("x")`. It is shared if its offset and strides
///                          are multiples of its size and its address is aligned, else there is `copy_numpy`
at::Tensor from_numpy(const NumpyArray& array);

/// The same of each array: `[torch.from_numpy(a) for a in arrays]`.
std::vector<at::Tensor> from_numpy(std::span<const NumpyArray> arrays);

/// A contiguous tensor with memory of its own, as `torch.tensor(array)`: any byte order, strides and alignment, and the
/// dtypes above. Unsigned integers that this LibTorch lacks (those below 2.3 lack uint16, uint32 and uint64) are
/// widened to what holds all of their values: uint16 to int32, uint32 to int64, and uint64 to int64, where a value
/// above 2**63 - 1 is an error (`tensor_type`). The same is done with samples of data sets.
at::Tensor copy_numpy(const NumpyArray& array);

/// The same, cast in the same pass: what `torch.Tensor(array)` does with the default dtype.
/// Unsigned integers are cast as they are, without widening first.
at::Tensor copy_numpy(const NumpyArray& array, at::ScalarType dtype, OutOfRange out_of_range = OutOfRange::wrap);

/// The same of each array.
std::vector<at::Tensor> copy_numpy(std::span<const NumpyArray> arrays);
std::vector<at::Tensor> copy_numpy(std::span<const NumpyArray> arrays, at::ScalarType dtype,
                                   OutOfRange out_of_range = OutOfRange::wrap);

/// An array over the tensor's own memory, as `tensor.numpy()`. Throws `Error` when the tensor is not on the CPU,
/// requires grad, is conjugated or negated lazily, or has a dtype that NumPy lacks.
NumpyArray to_numpy(const at::Tensor& tensor);

}  // namespace wick
