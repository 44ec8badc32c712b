// SPDX-License-Identifier: MIT
#include "strided_cursor.hpp"

#include <algorithm>
#include <cstdlib>

namespace wick::detail {

c10::SmallVector<std::size_t, 8> iteration_order(std::span<const std::int64_t> shape,
                                                 std::span<const std::int64_t> target_strides) {
  c10::SmallVector<std::size_t, 8> order;
  for (std::size_t dim = 0; dim < shape.size(); ++dim) {
    // The stride of an extent of 1 means nothing.
    if (shape[dim] != 1) order.push_back(dim);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::abs(target_strides[a]) > std::abs(target_strides[b]);
  });
  return order;
}

StridedCursor::StridedCursor(std::span<const std::int64_t> shape, std::span<const std::int64_t> strides,
                             std::span<const std::size_t> order) {
  for (const std::size_t dim : order) {
    const Axis axis{shape[dim], strides[dim]};
    if (!axes_.empty() && axes_.back().stride == axis.stride * axis.extent) {
      axes_.back() = {axes_.back().extent * axis.extent, axis.stride};
    } else {
      axes_.push_back(axis);
    }
  }
  if (axes_.empty()) axes_.push_back({1, 0});
  position_.resize(axes_.size(), 0);
}

void StridedCursor::advance(std::int64_t count) noexcept {
  std::size_t dim = axes_.size() - 1;
  position_[dim] += count;
  offset_ += count * axes_[dim].stride;
  while (position_[dim] == axes_[dim].extent && dim > 0) {
    offset_ -= axes_[dim].extent * axes_[dim].stride;
    position_[dim] = 0;
    --dim;
    ++position_[dim];
    offset_ += axes_[dim].stride;
  }
}

}  // namespace wick::detail
