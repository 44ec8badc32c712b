// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/transform.hpp>

#include <cstdint>
#include <vector>

namespace wick::detail {

/// Throws unless there is at least one extent and all are at least 1.
void check_crop_size(const Transform& transform, const std::vector<std::int64_t>& size);

/// What a crop of `size` out of the last dimensions makes, with `padding` zeros on both sides of each. Throws when the
/// tensor has too few dimensions or is too small.
TensorInfo crop_info(const Transform& transform, const TensorInfo& input, const std::vector<std::int64_t>& size,
                     std::int64_t padding);

/// The part of `tensor` that begins at `offset` in its last dimensions and has extents `shape` in all: a view.
at::Tensor window(const at::Tensor& tensor, const std::vector<std::int64_t>& offset,
                  const std::vector<std::int64_t>& shape);

/// The same where it may reach beyond the tensor: a view if it does not, else a copy with zeros there.
at::Tensor padded_window(const at::Tensor& tensor, const std::vector<std::int64_t>& offset,
                         const std::vector<std::int64_t>& shape);

}  // namespace wick::detail
