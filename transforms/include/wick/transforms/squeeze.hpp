// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/transform.hpp>

#include <cstdint>
#include <optional>

namespace wick {

/// Drops dimension `dim` if its extent is 1, or all such dimensions if none is named, as in torch. A view.
class Squeeze : public Transform {
 public:
  explicit Squeeze(std::optional<std::int64_t> dim = std::nullopt);

  std::string name() const override;
  at::Tensor apply(at::Tensor tensor, SampleRandom& random) const override;
  std::optional<TensorInfo> infer(const TensorInfo& input) const override;

 private:
  std::optional<std::int64_t> dim_;
};

/// Adds a dimension of extent 1 before `dim`: `Unsqueeze(0)` makes (1, H, W) of (H, W). A view.
class Unsqueeze : public Transform {
 public:
  explicit Unsqueeze(std::int64_t dim);

  std::string name() const override;
  at::Tensor apply(at::Tensor tensor, SampleRandom& random) const override;
  std::optional<TensorInfo> infer(const TensorInfo& input) const override;

 private:
  std::int64_t dim_;
};

}  // namespace wick
