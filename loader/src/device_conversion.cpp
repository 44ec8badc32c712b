// SPDX-License-Identifier: MIT
#include "device_conversion.hpp"

#include <wick/transforms/conversion.hpp>

#include <ATen/ops/tensor.h>

#include <algorithm>

namespace wick::detail {
namespace {

const CastStep* as_cast(const AnyTransform& transform) {
  const ElementwiseStep* step = transform->elementwise();
  return step ? std::get_if<CastStep>(step) : nullptr;
}

// The dimension of a batch that a sample's dimension `dim` became.
std::int64_t batch_dim(std::int64_t dim) { return dim < 0 ? dim : dim + 1; }

// (channels,) as the operand for dimension `dim` of `batch`, in its dtype.
at::Tensor along(const at::Tensor& constants, const at::Tensor& batch, std::int64_t dim) {
  const at::Tensor cast = constants.to(batch.scalar_type());
  if (cast.numel() == 1) return cast.reshape({});
  std::vector<std::int64_t> shape(static_cast<std::size_t>(batch.dim()), 1);
  shape[static_cast<std::size_t>(dim < 0 ? dim + batch.dim() : dim)] = cast.numel();
  return cast.reshape(shape);
}

}  // namespace

std::size_t device_steps(std::span<const AnyTransform> transforms) {
  std::size_t count = 0;
  while (count < transforms.size()) {
    const AnyTransform& transform = transforms[transforms.size() - 1 - count];
    if (!transform->elementwise()) break;
    const CastStep* cast = as_cast(transform);
    if (!cast) {
      ++count;
      continue;
    }
    // Nothing before a cast: the device works in the dtype of the result.
    return c10::isFloatingType(cast->dtype) && cast->out_of_range == OutOfRange::wrap ? count + 1 : count;
  }
  return count;
}

DeviceConversion::DeviceConversion(std::span<const AnyTransform> transforms, DeviceStream& stream) {
  const auto on_device = [&stream](const std::vector<double>& values) {
    const at::Tensor host = at::tensor(values, at::kDouble);
    at::Tensor device = stream.empty({at::kDouble, {static_cast<std::int64_t>(values.size())}});
    stream.enqueue([host, device]() mutable { device.copy_(host); })->wait();
    return device;
  };
  for (const AnyTransform& transform : transforms) {
    Step& step = steps_.emplace_back(Step{*transform->elementwise()});
    const auto* normalize = std::get_if<NormalizeStep>(&step.step);
    if (!normalize) continue;
    step.mean = on_device(normalize->mean);
    step.std = on_device(normalize->std);
  }
}

std::vector<ElementwiseStep> DeviceConversion::steps() const {
  std::vector<ElementwiseStep> steps;
  for (const Step& step : steps_) steps.push_back(step.step);
  return steps;
}

TensorInfo DeviceConversion::infer(const TensorInfo& batch) const {
  if (steps_.empty()) return batch;
  const Conversion conversion(element_type(batch.dtype).value(), steps());
  conversion.check(std::span(batch.shape).subspan(1));
  return {conversion.result_type(), batch.shape};
}

void DeviceConversion::run(const at::Tensor& batch, at::Tensor& result) const {
  result.copy_(batch, /*non_blocking=*/true);
  for (const Step& step : steps_) {
    if (const auto* scale = std::get_if<ScaleStep>(&step.step)) {
      result.mul_(scale->factor);
    } else if (const auto* normalize = std::get_if<NormalizeStep>(&step.step)) {
      const std::int64_t dim = batch_dim(normalize->dim);
      result.sub_(along(step.mean, result, dim)).div_(along(step.std, result, dim));
    }
  }
}

}  // namespace wick::detail
