// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/tensor_info.hpp>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace wick::detail {

// Extents come from files, and paddings from users: what an int64 cannot count ends in an `Error` of the collate's, not
// in a layout that looks right.

/// count * extent + more, none of them negative.
std::int64_t checked_extent(std::string_view collate, std::int64_t count, std::int64_t extent, std::int64_t more);

/// Throws `Error` when elements or bytes of a batch like this are beyond counting. Strides and offsets in it are safe
/// to compute from then on.
void require_countable(std::string_view collate, const TensorInfo& batch);

/// Strides, in elements, of a contiguous tensor of this shape.
std::vector<std::int64_t> element_strides(std::span<const std::int64_t> shape);

}  // namespace wick::detail
