// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/transform.hpp>

#include <cstdint>

namespace wick {

/// Reverses dimension `dim`: -1 mirrors an image left to right. Copies the sample.
class Flip : public Transform {
 public:
  explicit Flip(std::int64_t dim = -1);

  std::string name() const override;
  at::Tensor apply(at::Tensor tensor, SampleRandom& random) const override;
  std::optional<TensorInfo> infer(const TensorInfo& input) const override;

 private:
  std::int64_t dim_;
};

/// `Flip` with probability `p`. Draws one number.
class RandomFlip : public Transform {
 public:
  explicit RandomFlip(double p = 0.5, std::int64_t dim = -1);

  std::string name() const override;
  at::Tensor apply(at::Tensor tensor, SampleRandom& random) const override;
  std::optional<TensorInfo> infer(const TensorInfo& input) const override;

 private:
  double p_;
  std::int64_t dim_;
};

}  // namespace wick
