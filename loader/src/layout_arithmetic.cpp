// SPDX-License-Identifier: MIT
#include "layout_arithmetic.hpp"

#include <wick/error.hpp>
#include <wick/npy/shape.hpp>

#include <fmt/format.h>

namespace wick::detail {

std::int64_t checked_extent(std::string_view collate, std::int64_t count, std::int64_t extent, std::int64_t more) {
  std::int64_t product = 0, sum = 0;
  if (__builtin_mul_overflow(count, extent, &product) || __builtin_add_overflow(product, more, &sum))
    throw Error(
        fmt::format("{}: a dimension of the batch would be {} * {} + {}, above 2**63", collate, count, extent, more));
  return sum;
}

void require_countable(std::string_view collate, const TensorInfo& batch) {
  if (!checked_bytes(batch.shape, static_cast<std::int64_t>(c10::elementSize(batch.dtype))))
    throw Error(
        fmt::format("{}: a batch of shape {} would have more than 2**63 bytes", collate, wick::to_string(batch.shape)));
}

std::vector<std::int64_t> element_strides(std::span<const std::int64_t> shape) {
  std::vector<std::int64_t> strides(shape.size());
  std::int64_t step = 1;
  for (std::size_t i = shape.size(); i-- > 0;) {
    strides[i] = step;
    step *= shape[i];
  }
  return strides;
}

}  // namespace wick::detail
