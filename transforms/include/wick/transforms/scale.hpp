// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/transform.hpp>

namespace wick {

/// Multiplies by a factor: `Scale(1 / 255.0)`. Integers and bools become float32, as in torch.
class Scale : public Transform {
 public:
  /// Throws `Error` when the factor is not finite.
  explicit Scale(double factor);

  std::string name() const override;
  at::Tensor apply(at::Tensor tensor, SampleRandom& random) const override;
  std::optional<TensorInfo> infer(const TensorInfo& input) const override;
  const ElementwiseStep* elementwise() const noexcept override { return &step_; }

 private:
  ElementwiseStep step_;
};

}  // namespace wick
