// SPDX-License-Identifier: MIT
#include "nonfinite_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace wick::detail {

namespace {

Shape coordinates(std::int64_t index, const Shape& shape, bool fortran_order) {
  Shape at(shape.size());
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const std::size_t axis = fortran_order ? i : shape.size() - 1 - i;
    at[axis] = index % shape[axis];
    index /= shape[axis];
  }
  return at;
}

}  // namespace

std::string count_text(const NonFinite& found) {
  if (found.infinite == 0) return fmt::format("{} NaN", found.nan);
  if (found.nan == 0) return fmt::format("{} infinite", found.infinite);
  return fmt::format("{} NaN and {} infinite", found.nan, found.infinite);
}

std::string nonfinite_text(const NonFinite& found, const Shape& shape, bool fortran_order) {
  const auto count = checked_count(shape).value_or(0);
  const std::string text = fmt::format("{} of {} element{}", count_text(found), count, count == 1 ? "" : "s");
  if (shape.empty()) return text;
  const bool one = found.nan + found.infinite == 1;
  return fmt::format("{}, {}at [{}]", text, one ? "" : "the first ",
                     fmt::join(coordinates(found.first.value(), shape, fortran_order), ", "));
}

}  // namespace wick::detail
