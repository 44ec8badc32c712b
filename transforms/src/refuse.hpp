// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/transform.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace wick::detail {

/// Throws the `Error` of a transform that cannot take a tensor of this shape: `Crop({32, 32}): shape (3, 28, 28):
/// <why>`.
[[noreturn]] void refuse(const Transform& transform, std::span<const std::int64_t> shape, std::string_view why);

/// `dim`, counted from the end if negative, as an index into `shape`; `refuse` if there is no such dimension.
std::size_t require_dim(const Transform& transform, std::span<const std::int64_t> shape, std::int64_t dim);

}  // namespace wick::detail
