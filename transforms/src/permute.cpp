// SPDX-License-Identifier: MIT
#include <wick/transforms/permute.hpp>

#include "raw_elements.hpp"
#include "refuse.hpp"
#include "shape_text.hpp"

#include <ATen/ops/permute.h>
#include <fmt/format.h>

#include <utility>

namespace wick {

Permute::Permute(std::vector<std::int64_t> dims) : dims_(std::move(dims)) {}

std::string Permute::name() const { return fmt::format("Permute({})", detail::list_text(dims_)); }

at::Tensor Permute::apply(at::Tensor tensor, SampleRandom&) const {
  infer(detail::info_of(*this, tensor));
  return at::permute(tensor, dims_);
}

std::optional<TensorInfo> Permute::infer(const TensorInfo& input) const {
  if (dims_.size() != input.shape.size()) {
    detail::refuse(*this, input.shape,
                   fmt::format("it has {} dimensions, {} are named; name each once", input.shape.size(), dims_.size()));
  }
  TensorInfo result{input.dtype, {}};
  std::vector<bool> seen(dims_.size());
  for (const std::int64_t dim : dims_) {
    const std::size_t resolved = detail::require_dim(*this, input.shape, dim);
    if (seen[resolved]) {
      detail::refuse(*this, input.shape, fmt::format("dimension {} is named twice; name each once", resolved));
    }
    seen[resolved] = true;
    result.shape.push_back(input.shape[resolved]);
  }
  return result;
}

}  // namespace wick
