// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/element_type.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace wick::detail {

/// Elements that the stages of a conversion treat at a time: few enough for the first-level cache, enough to make the
/// calls cheap.
inline constexpr std::int64_t block_elements = 512;

/// Bytes of the largest element.
inline constexpr std::int64_t largest_element = 16;

/// Where a block lies among the channels of a per-channel stage.
struct ChannelPosition {
  std::int64_t first = 0;  ///< Channel of the block's first element.
  bool varying = false;    ///< Element i has channel (first + i) % channels; else all have channel `first`.
};

/// One loop over a block of elements that lie one after the other, aligned.
class Stage {
 public:
  /// `channels` > 1 makes it a per-channel stage along `dim` (negative: from the end).
  explicit Stage(std::int64_t channels = 1, std::int64_t dim = 0) : channels_(channels), dim_(dim) {}
  virtual ~Stage() = default;

  /// Reads `count` elements and writes as many. With `position.varying`, `count` is at most `block_elements`.
  virtual void run(const std::byte* in, std::byte* out, std::int64_t count, ChannelPosition position) const = 0;

  std::int64_t channels() const noexcept { return channels_; }
  std::int64_t dim() const noexcept { return dim_; }

 private:
  std::int64_t channels_;
  std::int64_t dim_;
};

using Stages = std::vector<std::unique_ptr<const Stage>>;

}  // namespace wick::detail
