// SPDX-License-Identifier: MIT
#include "apply_step.hpp"

#include <wick/error.hpp>
#include <wick/transforms/conversion.hpp>

#include <ATen/ops/empty.h>
#include <fmt/format.h>

#include <span>

namespace wick::detail {

at::Tensor apply_step(const ElementwiseStep& step, at::Tensor tensor) {
  const StridedSource source = strided_source(tensor);
  const Conversion conversion(source.type, std::span(&step, 1));
  conversion.check(source.shape);
  if (conversion.is_identity()) return tensor;
  at::Tensor result = at::empty(tensor.sizes(), tensor.options().dtype(conversion.result_type()));
  conversion.run(source, strided_target(result));
  return result;
}

TensorInfo infer_step(const ElementwiseStep& step, const TensorInfo& input) {
  const auto type = element_type(input.dtype);
  if (!type) {
    throw Error(fmt::format("elementwise transform: dtype {} has no NumPy counterpart; expected bool, an integer, a float "
                            "or a complex dtype",
                            c10::toString(input.dtype)));
  }
  const Conversion conversion(*type, std::span(&step, 1));
  conversion.check(input.shape);
  return {conversion.result_type(), input.shape};
}

}  // namespace wick::detail
