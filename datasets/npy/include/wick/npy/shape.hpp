// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace wick {

/// Extents of an array, outermost first. Empty: 0-d, one element.
using Shape = std::vector<std::int64_t>;

/// The most dimensions that NumPy writes (numpy 2; numpy 1 stops at 32).
inline constexpr std::size_t max_dimensions = 64;

/// Elements of an array of this shape; nullopt when an extent is negative or the product exceeds int64.
/// Zero extents do not hide an overflow of the others: (0, 2**62, 2**62) gives nullopt, as NumPy refuses it.
std::optional<std::int64_t> checked_count(std::span<const std::int64_t> shape);

/// `checked_count(shape) * itemsize`, nullopt on overflow.
std::optional<std::int64_t> checked_bytes(std::span<const std::int64_t> shape, std::int64_t itemsize);

/// The shape as Python prints it: `()`, `(3,)`, `(2, 3)`.
std::string to_string(std::span<const std::int64_t> shape);

}  // namespace wick
