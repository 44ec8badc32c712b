// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/transforms/cast.hpp>
#include <wick/transforms/element_type.hpp>

#include "apply_step.hpp"

#include <fmt/format.h>

#include <utility>

namespace wick {

Cast::Cast(at::ScalarType dtype, OutOfRange out_of_range) : step_(CastStep{dtype, out_of_range}) {
  if (!element_type(dtype)) {
    throw Error(fmt::format("Cast({}): expected bool, an integer, a float or a complex dtype", c10::toString(dtype)));
  }
}

std::string Cast::name() const {
  return fmt::format("Cast({})", element_name(*element_type(std::get<CastStep>(step_).dtype)));
}

at::Tensor Cast::apply(at::Tensor tensor, SampleRandom&) const { return detail::apply_step(*this, std::move(tensor)); }

std::optional<TensorInfo> Cast::infer(const TensorInfo& input) const { return detail::infer_step(*this, input); }

}  // namespace wick
