// SPDX-License-Identifier: MIT
#include "apply_step.hpp"

#include <wick/error.hpp>
#include <wick/transforms/conversion.hpp>

#include "raw_elements.hpp"

#include <ATen/ops/empty.h>
#include <fmt/format.h>

#include <span>

namespace wick::detail {
namespace {

Conversion conversion_for(const Transform& transform, const TensorInfo& input) {
  const auto type = element_type(input.dtype);
  if (!type) {
    throw Error(
        fmt::format("{}: dtype {} has no NumPy counterpart; expected bool, an integer, a float or a complex dtype",
                    transform.name(), c10::toString(input.dtype)));
  }
  Conversion conversion(*type, std::span(transform.elementwise(), 1));
  conversion.check(input.shape);
  return conversion;
}

}  // namespace

at::Tensor apply_step(const Transform& transform, at::Tensor tensor) {
  const TensorInfo input = info_of(transform, tensor);
  const Conversion conversion = conversion_for(transform, input);
  if (conversion.is_identity()) return tensor;
  at::Tensor result = at::empty(input.shape, tensor.options().dtype(conversion.result_type()));
  conversion.run(strided_source(tensor), strided_target(result));
  return result;
}

TensorInfo infer_step(const Transform& transform, const TensorInfo& input) {
  return {conversion_for(transform, input).result_type(), input.shape};
}

}  // namespace wick::detail
