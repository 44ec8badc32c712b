// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace wick::detail {

/// A shape as Python prints it: `()`, `(3,)`, `(3, 28, 28)`.
std::string shape_text(std::span<const std::int64_t> shape);

/// A list of integers as one would write it in C++: `{24, 24}`.
std::string list_text(std::span<const std::int64_t> values);

}  // namespace wick::detail
