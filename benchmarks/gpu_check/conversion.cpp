// SPDX-License-Identifier: MIT
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/loader/data_loader.hpp>

#include "images.hpp"
#include "measurements.hpp"

namespace wick::gpu_check {

void measure_conversion(const Setup& setup, Report& report) {
  constexpr std::int64_t batch_size = 256;
  const std::int64_t samples = setup.amount(100) * batch_size;
  NumpyDataset dataset({{"data", image_source(samples)}});
  dataset.transform("data", image_transforms());
  DataLoader on_host(dataset, {.batch_size = batch_size, .device = setup.device, .convert = Convert::host});
  DataLoader on_device(dataset, {.batch_size = batch_size, .device = setup.device, .convert = Convert::device});
  const auto samples_per_second = [&](DataLoader& loader) {
    return static_cast<double>(samples) / device_seconds(setup, [&] {
             for (const auto& batch : loader.epoch(0)) static_cast<void>(batch);
           });
  };

  Row host{"conversion.host", "uint8 to float32, normalised, on the host", {}, "images/s"};
  Row device{"conversion.device", "the same on the device", {}, "images/s"};
  Row ratio{"conversion.ratio", "on the device / on the host", {}};
  for (int round = -1; round < setup.rounds; ++round) {
    const double host_rate = samples_per_second(on_host), device_rate = samples_per_second(on_device);
    if (round < 0) continue;
    host.values.push_back(host_rate);
    device.values.push_back(device_rate);
    ratio.values.push_back(device_rate / host_rate);
  }
  report.add(host);
  report.add(device);
  report.add(ratio);

  // By the dtypes that travel: float32, uint8.
  report.add({"conversion.host_bytes", "over the bus per image, converted on the host", {4.0 * image_elements}, "B"});
  report.add(
      {"conversion.device_bytes", "over the bus per image, converted on the device", {1.0 * image_elements}, "B"});
}

}  // namespace wick::gpu_check
