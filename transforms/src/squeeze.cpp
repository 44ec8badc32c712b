// SPDX-License-Identifier: MIT
#include <wick/transforms/squeeze.hpp>

#include "raw_elements.hpp"
#include "refuse.hpp"

#include <ATen/ops/squeeze.h>
#include <ATen/ops/unsqueeze.h>
#include <fmt/format.h>

namespace wick {

Squeeze::Squeeze(std::optional<std::int64_t> dim) : dim_(dim) {}

std::string Squeeze::name() const { return dim_ ? fmt::format("Squeeze({})", *dim_) : "Squeeze()"; }

at::Tensor Squeeze::apply(at::Tensor tensor, SampleRandom&) const {
  infer(detail::info_of(*this, tensor));
  return dim_ ? at::squeeze(tensor, *dim_) : at::squeeze(tensor);
}

std::optional<TensorInfo> Squeeze::infer(const TensorInfo& input) const {
  TensorInfo result = input;
  if (!dim_) {
    std::erase(result.shape, 1);
  } else if (!input.shape.empty() || *dim_ < -1 || *dim_ > 0) {
    // torch lets dimensions 0 and -1 of a 0-d tensor be squeezed, which changes nothing.
    const std::size_t dim = detail::require_dim(*this, input.shape, *dim_);
    if (input.shape[dim] == 1) result.shape.erase(result.shape.begin() + static_cast<std::ptrdiff_t>(dim));
  }
  return result;
}

Unsqueeze::Unsqueeze(std::int64_t dim) : dim_(dim) {}

std::string Unsqueeze::name() const { return fmt::format("Unsqueeze({})", dim_); }

at::Tensor Unsqueeze::apply(at::Tensor tensor, SampleRandom&) const {
  infer(detail::info_of(*this, tensor));
  return at::unsqueeze(tensor, dim_);
}

std::optional<TensorInfo> Unsqueeze::infer(const TensorInfo& input) const {
  const auto places = static_cast<std::int64_t>(input.shape.size()) + 1;
  if (dim_ < -places || dim_ >= places) {
    detail::refuse(
        *this, input.shape,
        fmt::format("there is no place {} for a dimension; choose one from {} to {}", dim_, -places, places - 1));
  }
  TensorInfo result = input;
  result.shape.insert(result.shape.begin() + (dim_ < 0 ? dim_ + places : dim_), 1);
  return result;
}

}  // namespace wick
