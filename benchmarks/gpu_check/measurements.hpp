// SPDX-License-Identifier: MIT
#pragma once

#include "report.hpp"

#include <c10/core/Device.h>
#include <torch/cuda.h>

#include <chrono>

namespace wick::gpu_check {

/// What all measurements share.
struct Setup {
  c10::Device device = c10::Device(c10::kCUDA, 0);

  /// Every way of a comparison is run this many times, in turn, after once to warm up.
  int rounds = 7;

  /// A tenth of the work: to see that everything runs.
  bool quick = false;

  /// `full`, or a tenth of it where it is to be quick.
  std::int64_t amount(std::int64_t full) const { return quick ? full / 10 : full; }
};

/// Seconds that `work` takes on the host and the device: from a device that is idle to one that is idle again.
template <typename Work>
double device_seconds(const Setup& setup, const Work& work) {
  torch::cuda::synchronize(setup.device.index());
  const auto begin = std::chrono::steady_clock::now();
  work();
  torch::cuda::synchronize(setup.device.index());
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Host-to-device rate of the loader, beside a loop that does nothing but cudaMemcpyAsync from pinned memory.
void measure_transfer(const Setup& setup, Report& report);

/// The share of a training step of a ResNet-18 that waits for data: wick with and without batches ahead on the device,
/// and torch::data with `.to(device)`.
void measure_training(const Setup& setup, Report& report);

/// uint8 -> float32, scaled and normalised, on the device against on the host.
void measure_conversion(const Setup& setup, Report& report);

/// Small batches, at least 100000, whose contents are verified on the device while their memory is reused.
void measure_reuse(const Setup& setup, Report& report);

}  // namespace wick::gpu_check
