// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/transforms/reshape.hpp>

#include "block_pass.hpp"
#include "raw_elements.hpp"
#include "refuse.hpp"
#include "shape_text.hpp"

#include <ATen/TensorUtils.h>
#include <ATen/ops/as_strided.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace wick {
namespace {

/// The product of all extents but -1; nullopt where it is beyond int64.
std::optional<std::int64_t> known_count(const std::vector<std::int64_t>& shape) {
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
  std::int64_t count = 1;
  for (const std::int64_t extent : shape) {
    if (extent != -1 && __builtin_mul_overflow(count, extent, &count)) return std::nullopt;
  }
  return count;
}

}  // namespace

Reshape::Reshape(std::vector<std::int64_t> shape) : shape_(std::move(shape)) {
  const bool negative = std::any_of(shape_.begin(), shape_.end(), [](std::int64_t extent) { return extent < -1; });
  if (negative || std::count(shape_.begin(), shape_.end(), -1) > 1) {
    throw Error(name() + ": extents are 0 or more, and one may be -1 (whatever is left over)");
  }
  if (!known_count(shape_)) throw Error(name() + ": more elements than 64 bits count; give smaller extents");
}

std::string Reshape::name() const { return fmt::format("Reshape({})", detail::list_text(shape_)); }

at::Tensor Reshape::apply(at::Tensor tensor, SampleRandom&) const {
  const TensorInfo result = *infer(detail::info_of(*this, tensor));
  if (const auto strides = at::detail::computeStride(tensor.sizes(), tensor.strides(), result.shape)) {
    return at::as_strided(tensor, result.shape, *strides, tensor.storage_offset());
  }
  at::Tensor copy = detail::empty_like(tensor, tensor.sizes().vec());
  detail::copy_elements(detail::raw_source(tensor), detail::raw_target(copy));
  return at::as_strided(copy, result.shape, *at::detail::computeStride(copy.sizes(), copy.strides(), result.shape));
}

std::optional<TensorInfo> Reshape::infer(const TensorInfo& input) const {
  const std::int64_t count = input.count();
  const std::int64_t known = *known_count(shape_);
  const auto open = std::find(shape_.begin(), shape_.end(), -1);
  TensorInfo result{input.dtype, shape_};
  if (open == shape_.end() ? known == count : known != 0 && count % known == 0) {
    if (open != shape_.end()) result.shape[static_cast<std::size_t>(open - shape_.begin())] = count / known;
    return result;
  }
  if (open != shape_.end() && known == 0) {
    detail::refuse(*this, input.shape, "beside an extent of 0 any value would do for -1; name it");
  }
  detail::refuse(*this, input.shape,
                 fmt::format("{} elements do not fill {}; give extents whose product is {}, or one extent of -1", count,
                             detail::shape_text(shape_), count));
}

}  // namespace wick
