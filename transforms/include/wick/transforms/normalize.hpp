// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/transform.hpp>

#include <vector>

namespace wick {

/// (x - mean[c]) / std[c] for channel c along `dim`: 0 for (C, H, W) samples, -1 for (H, W, C). One mean and one std
/// serve all elements of any shape. Integers and bools become float32.
class Normalize : public Transform {
 public:
  /// Throws `Error` when the lengths differ or are 0, or a std is 0 or not finite.
  Normalize(std::vector<double> mean, std::vector<double> std, std::int64_t dim = 0);

  std::string name() const override;
  at::Tensor apply(at::Tensor tensor, SampleRandom& random) const override;
  std::optional<TensorInfo> infer(const TensorInfo& input) const override;
  const ElementwiseStep* elementwise() const noexcept override { return &step_; }

 private:
  ElementwiseStep step_;
};

}  // namespace wick
