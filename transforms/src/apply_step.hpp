// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/transform.hpp>

#include <ATen/core/Tensor.h>

namespace wick::detail {

/// `tensor` after the step of an elementwise transform: itself where there is nothing to compute, else a new contiguous
/// tensor.
at::Tensor apply_step(const Transform& transform, at::Tensor tensor);

/// What `apply_step` makes of such a tensor.
TensorInfo infer_step(const Transform& transform, const TensorInfo& input);

}  // namespace wick::detail
