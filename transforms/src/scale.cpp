// SPDX-License-Identifier: MIT
#include <wick/transforms/scale.hpp>

#include "affine.hpp"
#include "apply_step.hpp"

#include <fmt/format.h>

#include <utility>

namespace wick {

Scale::Scale(double factor) : step_(ScaleStep{factor}) {
  // Throws what the conversion would throw, before there is a sample.
  detail::affine(std::get<ScaleStep>(step_));
}

std::string Scale::name() const { return fmt::format("Scale({})", std::get<ScaleStep>(step_).factor); }

at::Tensor Scale::apply(at::Tensor tensor, SampleRandom&) const { return detail::apply_step(*this, std::move(tensor)); }

std::optional<TensorInfo> Scale::infer(const TensorInfo& input) const { return detail::infer_step(*this, input); }

}  // namespace wick
