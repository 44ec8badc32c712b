// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/transforms/flip.hpp>

#include "block_pass.hpp"
#include "raw_elements.hpp"
#include "refuse.hpp"

#include <fmt/format.h>

namespace wick {
namespace {

at::Tensor flip(const at::Tensor& tensor, std::size_t dim) {
  at::Tensor result = detail::empty_like(tensor, tensor.sizes().vec());
  if (tensor.numel() == 0) return result;
  StridedSource source = detail::raw_source(tensor);
  source.data += (source.shape[dim] - 1) * source.strides[dim];
  source.strides[dim] = -source.strides[dim];
  // Not at::flip, which would start threads of its own inside a worker.
  detail::copy_elements(source, detail::raw_target(result));
  return result;
}

}  // namespace

Flip::Flip(std::int64_t dim) : dim_(dim) {}

std::string Flip::name() const { return fmt::format("Flip({})", dim_); }

at::Tensor Flip::apply(at::Tensor tensor, SampleRandom&) const {
  const TensorInfo info = detail::info_of(*this, tensor);
  return flip(tensor, detail::require_dim(*this, info.shape, dim_));
}

std::optional<TensorInfo> Flip::infer(const TensorInfo& input) const {
  detail::require_dim(*this, input.shape, dim_);
  return input;
}

RandomFlip::RandomFlip(double p, std::int64_t dim) : p_(p), dim_(dim) {
  if (!(p >= 0 && p <= 1)) throw Error(fmt::format("{}: p is a probability; give a number from 0 to 1", name()));
}

std::string RandomFlip::name() const { return fmt::format("RandomFlip({}, {})", p_, dim_); }

at::Tensor RandomFlip::apply(at::Tensor tensor, SampleRandom& random) const {
  const TensorInfo info = detail::info_of(*this, tensor);
  const std::size_t dim = detail::require_dim(*this, info.shape, dim_);
  return random.uniform() < p_ ? flip(tensor, dim) : tensor;
}

std::optional<TensorInfo> RandomFlip::infer(const TensorInfo& input) const {
  detail::require_dim(*this, input.shape, dim_);
  return input;
}

}  // namespace wick
