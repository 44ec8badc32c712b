// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/transform.hpp>

#include <cstdint>
#include <vector>

namespace wick {

/// Cuts a window of `size` out of the last `size.size()` dimensions: `Crop({24, 24})` of (3, 28, 28) is (3, 24, 24).
/// From `offset`, or from the middle ((extent - size) / 2, rounded down) if none is given. A view.
class Crop : public Transform {
 public:
  explicit Crop(std::vector<std::int64_t> size, std::vector<std::int64_t> offset = {});

  std::string name() const override;
  at::Tensor apply(at::Tensor tensor, SampleRandom& random) const override;
  std::optional<TensorInfo> infer(const TensorInfo& input) const override;

 private:
  std::vector<std::int64_t> size_;
  std::vector<std::int64_t> offset_;
};

/// Cuts a window of `size` from a random place of the last dimensions, after `padding` zeros on both sides of each of
/// them. Draws one number per dimension.
class RandomCrop : public Transform {
 public:
  explicit RandomCrop(std::vector<std::int64_t> size, std::int64_t padding = 0);

  std::string name() const override;
  at::Tensor apply(at::Tensor tensor, SampleRandom& random) const override;
  std::optional<TensorInfo> infer(const TensorInfo& input) const override;

 private:
  std::vector<std::int64_t> size_;
  std::int64_t padding_;
};

}  // namespace wick
