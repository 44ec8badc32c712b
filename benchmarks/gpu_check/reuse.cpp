// SPDX-License-Identifier: MIT
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/datasets/source.hpp>
#include <wick/loader/data_loader.hpp>

#include "measurements.hpp"

#include <ATen/ops/arange.h>
#include <ATen/ops/zeros.h>

#include <cstring>
#include <memory>

namespace wick::gpu_check {
namespace {

constexpr std::int64_t batch_size = 8, row_elements = 256;

// Rows of int64 that count on: every element of a whole data set is another.
class CountingSource : public Source {
 public:
  explicit CountingSource(std::int64_t size) : size_(size) {}

  std::int64_t size() const override { return size_; }
  ArrayInfo info(std::int64_t) const override { return {native_dtype("i8"), {row_elements}, false}; }
  void read(std::int64_t index, std::span<std::byte> bytes) const override {
    for (std::int64_t i = 0; i < row_elements; ++i) {
      const std::int64_t value = index * row_elements + i;
      std::memcpy(bytes.data() + i * sizeof value, &value, sizeof value);
    }
  }
  std::string where(std::int64_t index) const override { return "counting[" + std::to_string(index) + "]"; }

 private:
  std::int64_t size_;
};

// Counts on the device, without waiting for it, the elements of batches that are not what the source made.
class Verifier {
 public:
  explicit Verifier(c10::Device device)
      : first_(at::arange(batch_size * row_elements, at::TensorOptions(at::kLong).device(device))),
        mismatches_(at::zeros({}, at::TensorOptions(at::kLong).device(device))) {}

  void check(const at::Tensor& batch, std::int64_t number) {
    mismatches_.add_(batch.flatten().ne(first_ + number * batch_size * row_elements).sum());
  }
  double mismatches() const { return static_cast<double>(mismatches_.item<std::int64_t>()); }

 private:
  const at::Tensor first_;
  at::Tensor mismatches_;
};

// The elements that were wrong in all batches of a loader; each batch is dropped as soon as its check is enqueued.
double count_mismatches(const Setup& setup, LoaderOptions options, std::int64_t batches) {
  options.batch_size = batch_size;
  DataLoader loader(NumpyDataset({{"data", std::make_shared<CountingSource>(batches * batch_size)}}), options);
  Verifier verifier(setup.device);
  std::int64_t checked = 0;
  for (auto& batch : loader.epoch(0)) {
    const at::Tensor on_device = batch["data"].to(setup.device, /*non_blocking=*/true);
    const std::int64_t number = batch.number();
    batch = Batch();  // The user's copy may not even have begun.
    verifier.check(on_device, number);
    ++checked;
  }
  if (checked != batches)
    throw Error("reuse: " + std::to_string(checked) + " of " + std::to_string(batches) + " batches came");
  return verifier.mismatches();
}

}  // namespace

void measure_reuse(const Setup& setup, Report& report) {
  const std::int64_t batches = setup.amount(100'000);
  const std::string count = std::to_string(batches);
  Row device{"reuse.device", "wrong elements in " + count + " device batches, verified there", {}};
  Row pinned{"reuse.pinned", "wrong elements in " + count + " pinned batches, copied by the user", {}};
  device.at_most = pinned.at_most = 0;
  device.values.push_back(count_mismatches(setup, {.device = setup.device}, batches));
  pinned.values.push_back(count_mismatches(setup, {.pin_memory = true}, batches));
  report.add(device);
  report.add(pinned);
}

}  // namespace wick::gpu_check
