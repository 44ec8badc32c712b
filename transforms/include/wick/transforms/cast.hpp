// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/transform.hpp>

namespace wick {

/// Changes the dtype. `Cast(torch::kFloat32)`, `Cast(torch::kUInt8, OutOfRange::saturate)`.
class Cast : public Transform {
 public:
  explicit Cast(at::ScalarType dtype, OutOfRange out_of_range = OutOfRange::wrap);

  std::string name() const override;
  at::Tensor apply(at::Tensor tensor, SampleRandom& random) const override;
  std::optional<TensorInfo> infer(const TensorInfo& input) const override;
  const ElementwiseStep* elementwise() const noexcept override { return &step_; }

 private:
  ElementwiseStep step_;
};

}  // namespace wick
