// SPDX-License-Identifier: MIT
#pragma once

#include <c10/util/SmallVector.h>

#include <cstdint>
#include <span>

namespace wick::detail {

/// One dimension to walk: its extent and the bytes from one element to the next.
struct Axis {
  std::int64_t extent;
  std::int64_t stride;
};

using Axes = c10::SmallVector<Axis, 8>;

/// The dimensions in the order in which memory written with `target_strides` is best walked: largest stride outermost.
c10::SmallVector<std::size_t, 8> iteration_order(std::span<const std::int64_t> shape,
                                                 std::span<const std::int64_t> target_strides);

/// Walks the elements of a strided array in a given order of dimensions, last one fastest. Dimensions that lie behind
/// one another like one are walked as one.
class StridedCursor {
 public:
  /// No extent is 0.
  StridedCursor(std::span<const std::int64_t> shape, std::span<const std::int64_t> strides,
                std::span<const std::size_t> order);

  /// Bytes from element (0, ..., 0) to the current one.
  std::int64_t offset() const noexcept { return offset_; }

  /// Elements from the current one on that lie `stride()` bytes apart.
  std::int64_t run() const noexcept { return axes_.back().extent - position_.back(); }
  std::int64_t stride() const noexcept { return axes_.back().stride; }

  /// Goes `count` elements on; at most `run()`.
  void advance(std::int64_t count) noexcept;

 private:
  Axes axes_;
  c10::SmallVector<std::int64_t, 8> position_;
  std::int64_t offset_ = 0;
};

}  // namespace wick::detail
