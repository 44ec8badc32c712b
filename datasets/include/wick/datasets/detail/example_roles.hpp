// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace wick::detail {

/// Which field is an example's data, and which its target. Positions.
struct ExampleRoles {
  std::size_t data;
  std::optional<std::size_t> target;  ///< Unset where there is one field only.
};

/// Field "data" and field "target"; in place of one that is missing, the first other field. One name at least, none
/// twice: ("a", "b") -> 0, 1; ("target", "a", "b") -> 1, 0.
ExampleRoles example_roles(std::span<const std::string_view> names);

}  // namespace wick::detail
