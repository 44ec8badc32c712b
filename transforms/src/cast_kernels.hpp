// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/element_type.hpp>

#include <cstddef>
#include <cstdint>

namespace wick::detail {

/// Converts `count` aligned, adjacent elements of one type to another, wrapping as torch does.
using CastKernel = void (*)(const std::byte* in, std::byte* out, std::int64_t count);

/// The type to convert to first on the way from `from` to `to`. `to` itself where there is a kernel for the pair; the
/// detours (float16 through float32, complex to real through its component type, ...) are those that torch's own
/// conversions take, so they round alike.
ElementType next_type(ElementType from, ElementType to) noexcept;

/// The kernel of a pair for which `next_type(from, to) == to` and `from != to`.
CastKernel cast_kernel(ElementType from, ElementType to);

}  // namespace wick::detail
