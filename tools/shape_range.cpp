// SPDX-License-Identifier: MIT
#include "shape_range.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace wick::tools {

void ShapeRange::add(const Shape& shape) {
  if (empty_) least_ = most_ = shape;
  empty_ = false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    least_[i] = std::min(least_[i], shape[i]);
    most_[i] = std::max(most_[i], shape[i]);
  }
}

std::string ShapeRange::text() const {
  if (least_ == most_) return to_string(least_);
  std::vector<std::string> extents;
  for (std::size_t i = 0; i < least_.size(); ++i)
    extents.push_back(least_[i] == most_[i] ? std::to_string(least_[i]) : fmt::format("{}..{}", least_[i], most_[i]));
  return fmt::format("({}{})", fmt::join(extents, ", "), extents.size() == 1 ? "," : "");
}

}  // namespace wick::tools
