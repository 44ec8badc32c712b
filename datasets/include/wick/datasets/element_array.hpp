// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>
#include <wick/npy/object_array.hpp>

#include <string_view>

namespace wick {

/// An element of an object array as an array, as `np.asarray(element)`: ndarrays and torch tensors over the same bytes
/// of the file's buffer, with their strides; Python's and NumPy's numbers and bools as arrays of shape (), Python's in
/// memory of their own, as bool, int64, float64 and complex128.
///
///     const ObjectArray objects = read_object_array("o.npy");
///     const at::Tensor third = copy_numpy(element_array(objects.element(3), "o.npy[3]"));
///
/// Writing to the array writes to the buffer, which elements may share. Its bytes may be unaligned, which `copy_numpy`
/// takes and `from_numpy` refuses. Bools that are neither 0 nor 1 are copied to memory of their own and made so.
/// Tensors of bfloat16 and float8 get the dtypes of `ml_dtype`.
///
/// `place` (`o.npy[3]`) becomes the array's origin, which errors name. Throws `NpyError`: strings, bytes, None, lists,
/// tuples, dicts, object arrays inside of others, and tensors of a dtype that NumPy has no name for.
NumpyArray element_array(const ObjectElement& element, std::string_view place);

}  // namespace wick
