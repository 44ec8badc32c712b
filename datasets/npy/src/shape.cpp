// SPDX-License-Identifier: MIT
#include <wick/npy/shape.hpp>

#include <fmt/format.h>

namespace wick {
namespace {

// The product of the extents that are not 0, times `unit`; nullopt on overflow or a negative extent.
std::optional<std::int64_t> checked_product(std::span<const std::int64_t> shape, std::int64_t unit) {
  std::int64_t product = unit;
  for (const auto extent : shape) {
    if (extent < 0) return std::nullopt;
    if (extent != 0 && __builtin_mul_overflow(product, extent, &product)) return std::nullopt;
  }
  return product;
}

bool is_empty(std::span<const std::int64_t> shape) {
  for (const auto extent : shape) {
    if (extent == 0) return true;
  }
  return false;
}

}  // namespace

std::optional<std::int64_t> checked_count(std::span<const std::int64_t> shape) { return checked_bytes(shape, 1); }

std::optional<std::int64_t> checked_bytes(std::span<const std::int64_t> shape, std::int64_t itemsize) {
  const auto product = checked_product(shape, itemsize);
  if (product && is_empty(shape)) return 0;
  return product;
}

std::string to_string(std::span<const std::int64_t> shape) {
  if (shape.size() == 1) return fmt::format("({},)", shape[0]);
  std::string text = "(";
  for (const auto extent : shape) {
    if (text.size() > 1) text += ", ";
    text += fmt::format_int(extent).c_str();
  }
  return text + ")";
}

}  // namespace wick
