// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/strided.hpp>
#include <wick/transforms/transform.hpp>

#include <ATen/core/Tensor.h>

namespace wick::detail {

/// The elements of a tensor of any dtype, as unsigned integers of the same size: for copies, which do not look at
/// values.
StridedSource raw_source(const at::Tensor& tensor);
StridedTarget raw_target(const at::Tensor& tensor);

/// dtype and shape of what `transform` is given. Throws `Error` when that is undefined.
TensorInfo info_of(const Transform& transform, const at::Tensor& tensor);

/// A new contiguous tensor of that shape with the dtype of `like`. Its elements are not set.
at::Tensor empty_like(const at::Tensor& like, const std::vector<std::int64_t>& shape);

}  // namespace wick::detail
