// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/transform.hpp>

#include <cstdint>
#include <vector>

namespace wick {

/// Reorders dimensions: `Permute({2, 0, 1})` makes (C, H, W) of (H, W, C). A view: no copy of its own.
class Permute : public Transform {
 public:
  explicit Permute(std::vector<std::int64_t> dims);

  std::string name() const override;
  at::Tensor apply(at::Tensor tensor, SampleRandom& random) const override;
  std::optional<TensorInfo> infer(const TensorInfo& input) const override;

 private:
  std::vector<std::int64_t> dims_;
};

}  // namespace wick
