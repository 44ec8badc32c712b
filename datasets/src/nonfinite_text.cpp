// SPDX-License-Identifier: MIT
#include "nonfinite_text.hpp"

#include <wick/transforms/strided.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace wick::detail {

std::string count_text(const NonFinite& found) {
  if (found.infinite == 0) return fmt::format("{} NaN", found.nan);
  if (found.nan == 0) return fmt::format("{} infinite", found.infinite);
  return fmt::format("{} NaN and {} infinite", found.nan, found.infinite);
}

Shape position_of(std::int64_t offset, const Shape& shape, const std::vector<std::int64_t>& strides) {
  Shape position;
  for (std::size_t i = 0; i < shape.size(); ++i) position.push_back(shape[i] > 1 ? offset / strides[i] % shape[i] : 0);
  return position;
}

std::string index_text(const Shape& position) {
  return position.empty() ? "" : fmt::format("[{}]", fmt::join(position, ", "));
}

std::string nonfinite_text(const NonFinite& found, const Shape& shape, bool fortran_order) {
  const auto count = checked_count(shape).value_or(0);
  const std::string text = fmt::format("{} of {} element{}", count_text(found), count, count == 1 ? "" : "s");
  if (shape.empty()) return text;
  const bool one = found.nan + found.infinite == 1;
  const auto position = position_of(found.first.value(), shape, contiguous_strides(shape, 1, fortran_order));
  return fmt::format("{}, {}at {}", text, one ? "" : "the first ", index_text(position));
}

}  // namespace wick::detail
