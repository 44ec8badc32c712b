// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/element_type.hpp>

#include <cstddef>
#include <cstdint>

namespace wick::detail {

/// Copies `count` elements that lie `from_stride` bytes apart to places `to_stride` bytes apart. Any alignment.
using ElementCopy = void (*)(std::byte* to, std::int64_t to_stride, const std::byte* from, std::int64_t from_stride,
                             std::int64_t count);

/// The copy for elements of `type`, turning the bytes of each round if `swap`.
ElementCopy element_copy(ElementType type, bool swap) noexcept;

}  // namespace wick::detail
