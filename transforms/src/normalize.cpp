// SPDX-License-Identifier: MIT
#include <wick/transforms/normalize.hpp>

#include "affine.hpp"
#include "apply_step.hpp"

#include <fmt/format.h>

#include <utility>

namespace wick {

Normalize::Normalize(std::vector<double> mean, std::vector<double> std, std::int64_t dim)
    : step_(NormalizeStep{std::move(mean), std::move(std), dim}) {
  // Throws what the conversion would throw, before there is a sample.
  detail::affine(std::get<NormalizeStep>(step_));
}

std::string Normalize::name() const {
  const auto& step = std::get<NormalizeStep>(step_);
  if (step.mean.size() == 1) return fmt::format("Normalize({}, {})", step.mean[0], step.std[0]);
  return fmt::format("Normalize({} channels, dim {})", step.mean.size(), step.dim);
}

at::Tensor Normalize::apply(at::Tensor tensor, SampleRandom&) const {
  return detail::apply_step(*this, std::move(tensor));
}

std::optional<TensorInfo> Normalize::infer(const TensorInfo& input) const { return detail::infer_step(*this, input); }

}  // namespace wick
