// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/field.hpp>
#include <wick/loader/accelerator.hpp>
#include <wick/transforms/elementwise.hpp>
#include <wick/transforms/tensor_info.hpp>

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>
#include <vector>

namespace wick::detail {

/// The elementwise steps at the end of a field's transforms that a device can do as well as the host: a cast to a
/// floating dtype (`OutOfRange::wrap`: torch's own rule), then scalings and normalisations. How many transforms of the
/// field these are; 0 if there is none.
std::size_t device_steps(std::span<const AnyTransform> transforms);

/// Steps that are done on the device, on batches that were stacked: as the torch operations of the same names, one
/// after the other. Thread safety: constant after construction.
class DeviceConversion {
 public:
  /// No steps: batches stay what they are.
  DeviceConversion() = default;

  /// Those of `transforms`, which `device_steps` chose. Their constants are put on the stream's device.
  DeviceConversion(std::span<const AnyTransform> transforms, DeviceStream& stream);

  bool is_empty() const noexcept { return steps_.empty(); }

  /// What a batch becomes. Throws `Error` where the steps do not suit it.
  TensorInfo infer(const TensorInfo& batch) const;

  /// Enqueued on the stream: converts `batch`, on the device, into `result`, which is as `infer` said.
  void run(const at::Tensor& batch, at::Tensor& result) const;

 private:
  struct Step {
    ElementwiseStep step;
    at::Tensor mean = {}, std = {};  // Of a normalisation: float64 on the device, shape (channels,).
  };

  std::vector<ElementwiseStep> steps() const;

  std::vector<Step> steps_;
};

}  // namespace wick::detail
