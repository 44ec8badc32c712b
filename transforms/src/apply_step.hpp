// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/elementwise.hpp>
#include <wick/transforms/tensor_info.hpp>

#include <ATen/core/Tensor.h>

namespace wick::detail {

/// `tensor` after one elementwise step: itself where there is nothing to compute, else a new contiguous tensor.
at::Tensor apply_step(const ElementwiseStep& step, at::Tensor tensor);

/// What `apply_step` makes of such a tensor.
TensorInfo infer_step(const ElementwiseStep& step, const TensorInfo& input);

}  // namespace wick::detail
