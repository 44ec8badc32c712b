// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/transforms/crop.hpp>

#include "crop_window.hpp"
#include "raw_elements.hpp"
#include "refuse.hpp"
#include "shape_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace wick {

Crop::Crop(std::vector<std::int64_t> size, std::vector<std::int64_t> offset)
    : size_(std::move(size)), offset_(std::move(offset)) {
  detail::check_crop_size(*this, size_);
  const bool negative = std::any_of(offset_.begin(), offset_.end(), [](std::int64_t offset) { return offset < 0; });
  if (negative || (!offset_.empty() && offset_.size() != size_.size())) {
    throw Error(fmt::format("{}: offset {}: give one of at least 0 for each size, or none for the middle", name(),
                            detail::list_text(offset_)));
  }
}

std::string Crop::name() const { return fmt::format("Crop({})", detail::list_text(size_)); }

at::Tensor Crop::apply(at::Tensor tensor, SampleRandom&) const {
  const TensorInfo input = detail::info_of(*this, tensor);
  const TensorInfo result = *infer(input);
  std::vector<std::int64_t> offset = offset_;
  const std::size_t first = input.shape.size() - size_.size();
  for (std::size_t i = offset.size(); i < size_.size(); ++i) offset.push_back((input.shape[first + i] - size_[i]) / 2);
  return detail::window(tensor, offset, result.shape);
}

std::optional<TensorInfo> Crop::infer(const TensorInfo& input) const {
  const TensorInfo result = detail::crop_info(*this, input, size_, 0);
  const std::size_t first = input.shape.size() - size_.size();
  for (std::size_t i = 0; i < offset_.size(); ++i) {
    if (offset_[i] > input.shape[first + i] - size_[i]) {
      detail::refuse(*this, input.shape,
                     fmt::format("offset {} puts the window beyond dimension {}; choose at most {}", offset_[i],
                                 first + i, input.shape[first + i] - size_[i]));
    }
  }
  return result;
}

RandomCrop::RandomCrop(std::vector<std::int64_t> size, std::int64_t padding)
    : size_(std::move(size)), padding_(padding) {
  detail::check_crop_size(*this, size_);
  if (padding < 0 || padding > std::numeric_limits<std::int32_t>::max()) {
    throw Error(fmt::format("{}: padding is {}; give a number from 0 to 2**31 - 1", name(), padding));
  }
}

std::string RandomCrop::name() const { return fmt::format("RandomCrop({}, {})", detail::list_text(size_), padding_); }

at::Tensor RandomCrop::apply(at::Tensor tensor, SampleRandom& random) const {
  const TensorInfo input = detail::info_of(*this, tensor);
  const TensorInfo result = *infer(input);
  std::vector<std::int64_t> offset;
  const std::size_t first = input.shape.size() - size_.size();
  for (std::size_t i = 0; i < size_.size(); ++i) {
    const std::int64_t places = input.shape[first + i] + 2 * padding_ - size_[i] + 1;
    offset.push_back(random.below(places) - padding_);
  }
  return detail::padded_window(tensor, offset, result.shape);
}

std::optional<TensorInfo> RandomCrop::infer(const TensorInfo& input) const {
  return detail::crop_info(*this, input, size_, padding_);
}

}  // namespace wick
