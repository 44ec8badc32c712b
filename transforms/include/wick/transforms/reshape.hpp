// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/transform.hpp>

#include <cstdint>
#include <vector>

namespace wick {

/// Gives a new shape with the same number of elements; one extent may be -1. `Reshape({-1})` flattens.
/// A view where the strides allow, else a copy, as in torch.
class Reshape : public Transform {
 public:
  explicit Reshape(std::vector<std::int64_t> shape);

  std::string name() const override;
  at::Tensor apply(at::Tensor tensor, SampleRandom& random) const override;
  std::optional<TensorInfo> infer(const TensorInfo& input) const override;

 private:
  std::vector<std::int64_t> shape_;
};

}  // namespace wick
