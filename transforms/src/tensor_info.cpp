// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/transforms/tensor_info.hpp>

#include "shape_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

namespace wick {
namespace {

// The product of the extents and `unit`; nullopt when an extent is negative or the product is beyond int64.
std::optional<std::int64_t> checked_product(std::span<const std::int64_t> shape, std::int64_t unit) {
  if (std::any_of(shape.begin(), shape.end(), [](std::int64_t extent) { return extent < 0; })) return std::nullopt;
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
  std::int64_t product = unit;
  for (const std::int64_t extent : shape)
    if (__builtin_mul_overflow(product, extent, &product)) return std::nullopt;
  return product;
}

std::int64_t product_or_error(std::span<const std::int64_t> shape, std::int64_t unit, std::string_view what) {
  const auto product = checked_product(shape, unit);
  if (product) return *product;
  throw Error(fmt::format("no tensor has the shape {}: an extent is negative, or it has 2**63 {} or more",
                          detail::shape_text(shape), what));
}

}  // namespace

std::int64_t TensorInfo::count() const { return product_or_error(shape, 1, "elements"); }

std::int64_t TensorInfo::bytes() const {
  return product_or_error(shape, static_cast<std::int64_t>(c10::elementSize(dtype)), "bytes");
}

}  // namespace wick
