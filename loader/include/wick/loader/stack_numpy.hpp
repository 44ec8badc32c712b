// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>
#include <wick/npy/object_array.hpp>

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>
#include <span>

namespace wick {

// One tensor of many arrays, laid out as by the collates of the same names. The values go in one pass from where they
// are to their places in the result (float8, long double and strings in two), whatever their byte order, strides and
// alignment, on all cores if they are many.
//
// Elements of an object array are taken in C order, by `element_array`. What becomes of each dtype is as in
// `copy_numpy`. Elements of several dtypes become the one to which torch promotes them, as `torch.stack` and
// `torch.cat` do: int64 and float32 become float32. (NumPy takes a wider float where an integer may need it, here
// float64. LibTorch does not promote uint16, uint32 and uint64 with other integers: that is refused, but by versions
// below 2.3, for which they are int32 and int64.) With `dtype` all are cast to it, as by `tensor.to(dtype)`.
//
// Throw `Error`: no arrays, shapes that do not fit (`o.npy[3]: shape (2, 4): ...`), an element that is no array, a
// dtype that tensors lack, times of several units.

/// The arrays along a new first dimension, as `torch.stack`: three of shape (2, 4) -> (3, 2, 4). An object array of
/// shape (n, m) counts as its n * m elements; `reshape` gives the result both dimensions.
///
///     const at::Tensor images = stack_numpy(read_object_array("images.npy"));
at::Tensor stack_numpy(const ObjectArray& array, std::optional<at::ScalarType> dtype = std::nullopt);
at::Tensor stack_numpy(std::span<const NumpyArray> arrays, std::optional<at::ScalarType> dtype = std::nullopt);

/// The arrays along dimension `dim`, in which they may differ, as `torch.cat`: (2, 4) and (3, 4) -> (5, 4). Arrays of
/// shape (0,) must fit like all others, which torch leaves out.
at::Tensor cat_numpy(const ObjectArray& array, std::int64_t dim = 0,
                     std::optional<at::ScalarType> dtype = std::nullopt);
at::Tensor cat_numpy(std::span<const NumpyArray> arrays, std::int64_t dim = 0,
                     std::optional<at::ScalarType> dtype = std::nullopt);

/// The arrays as tiles of one image, `columns` in a row (unset: about square), `padding` elements of `value` between
/// and around them, as torchvision's `make_grid`: six of shape (28, 28) -> (62, 92), of shape (3, 28, 28) ->
/// (3, 62, 92).
at::Tensor grid_numpy(const ObjectArray& array, std::optional<std::int64_t> columns = std::nullopt,
                      std::int64_t padding = 2, double value = 0, std::optional<at::ScalarType> dtype = std::nullopt);
at::Tensor grid_numpy(std::span<const NumpyArray> arrays, std::optional<std::int64_t> columns = std::nullopt,
                      std::int64_t padding = 2, double value = 0, std::optional<at::ScalarType> dtype = std::nullopt);

}  // namespace wick
