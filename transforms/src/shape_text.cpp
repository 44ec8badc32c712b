// SPDX-License-Identifier: MIT
#include "shape_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace wick::detail {

std::string shape_text(std::span<const std::int64_t> shape) {
  return fmt::format("({}{})", fmt::join(shape.begin(), shape.end(), ", "), shape.size() == 1 ? "," : "");
}

std::string list_text(std::span<const std::int64_t> values) {
  return fmt::format("{{{}}}", fmt::join(values.begin(), values.end(), ", "));
}

}  // namespace wick::detail
