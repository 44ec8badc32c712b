// SPDX-License-Identifier: MIT
#include "crop_window.hpp"

#include <wick/error.hpp>

#include "block_pass.hpp"
#include "raw_elements.hpp"
#include "refuse.hpp"
#include "shape_text.hpp"

#include <ATen/ops/as_strided.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace wick::detail {

void check_crop_size(const Transform& transform, const std::vector<std::int64_t>& size) {
  const bool positive = std::all_of(size.begin(), size.end(), [](std::int64_t extent) { return extent >= 1; });
  if (size.empty() || !positive) {
    throw Error(transform.name() + ": give a size of at least 1 for each dimension to crop");
  }
}

TensorInfo crop_info(const Transform& transform, const TensorInfo& input, const std::vector<std::int64_t>& size,
                     std::int64_t padding) {
  if (size.size() > input.shape.size()) {
    refuse(transform, input.shape,
           fmt::format("{} dimensions are to be cropped, there are {}; give one size for each of "
                       "the last dimensions",
                       size.size(), input.shape.size()));
  }
  TensorInfo result = input;
  const std::size_t first = input.shape.size() - size.size();
  for (std::size_t i = 0; i < size.size(); ++i) {
    const std::int64_t extent = input.shape[first + i];
    // Not extent + 2 * padding, which a large padding overflows.
    if (extent < size[i] && (size[i] - extent + 1) / 2 > padding) {
      refuse(transform, input.shape,
             fmt::format("dimension {} is smaller than {}; crop less, or pad with RandomCrop", first + i, size[i]));
    }
    result.shape[first + i] = size[i];
  }
  return result;
}

at::Tensor window(const at::Tensor& tensor, const std::vector<std::int64_t>& offset,
                  const std::vector<std::int64_t>& shape) {
  std::int64_t start = tensor.storage_offset();
  const std::size_t first = shape.size() - offset.size();
  for (std::size_t i = 0; i < offset.size(); ++i) start += offset[i] * tensor.strides()[first + i];
  return at::as_strided(tensor, shape, tensor.strides(), start);
}

at::Tensor padded_window(const at::Tensor& tensor, const std::vector<std::int64_t>& offset,
                         const std::vector<std::int64_t>& shape) {
  const std::size_t first = shape.size() - offset.size();
  std::vector<std::int64_t> from(offset.size());
  std::vector<std::int64_t> to(offset.size());
  std::vector<std::int64_t> overlap = shape;
  for (std::size_t i = 0; i < offset.size(); ++i) {
    const std::int64_t extent = tensor.sizes()[first + i];
    from[i] = std::clamp<std::int64_t>(offset[i], 0, extent);
    const std::int64_t end = std::clamp<std::int64_t>(offset[i] + shape[first + i], from[i], extent);
    overlap[first + i] = end - from[i];
    to[i] = from[i] - offset[i];
  }
  if (overlap == shape) return window(tensor, offset, shape);
  at::Tensor result = empty_like(tensor, shape);
  if (result.nbytes() > 0) std::memset(result.data_ptr(), 0, result.nbytes());
  if (std::find(overlap.begin(), overlap.end(), 0) != overlap.end()) return result;
  copy_elements(raw_source(window(tensor, from, overlap)), raw_target(window(result, to, overlap)));
  return result;
}

}  // namespace wick::detail
