// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace wick::tools {

/// An element type that `wick make` writes, and how values from 0 to 1 become such elements: floats as they are,
/// integers from 0 to their largest value, but 65,535 at most, bools from one half on.
struct MadeElement {
  std::string_view name;
  std::string_view code;  ///< NumPy's, without the byte order: `u1`.
  void (*write)(std::span<const float> values, std::byte* elements);
};

/// The type of this name; null if there is none.
const MadeElement* find_made_element(std::string_view name);

/// All names.
std::vector<std::string_view> made_element_names();

}  // namespace wick::tools
