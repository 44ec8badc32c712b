// SPDX-License-Identifier: MIT
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/error.hpp>
#include <wick/loader/data_loader.hpp>

#include "images.hpp"
#include "measurements.hpp"

#include <cuda_runtime_api.h>

#include <array>

namespace wick::gpu_check {
namespace {

void check(cudaError_t status) {
  if (status != cudaSuccess) throw Error(std::string("cuda: ") + cudaGetErrorString(status));
}

// What the bus can do: copies one behind another from page-locked memory, which nobody fills, over two batches in turn.
class PlainCopies {
 public:
  PlainCopies(c10::Device device, std::size_t bytes) : bytes_(bytes) {
    check(cudaSetDevice(device.index()));
    check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking));
    for (auto& host : host_) check(cudaHostAlloc(&host, bytes, cudaHostAllocPortable));
    for (auto& memory : device_) check(cudaMalloc(&memory, bytes));
  }
  PlainCopies(const PlainCopies&) = delete;
  PlainCopies& operator=(const PlainCopies&) = delete;
  ~PlainCopies() {
    cudaStreamSynchronize(stream_);
    for (void* host : host_) cudaFreeHost(host);
    for (void* memory : device_) cudaFree(memory);
    cudaStreamDestroy(stream_);
  }

  void run(std::int64_t batches) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(batches); ++i)
      check(cudaMemcpyAsync(device_[i % 2], host_[i % 2], bytes_, cudaMemcpyHostToDevice, stream_));
  }

 private:
  const std::size_t bytes_;
  cudaStream_t stream_ = nullptr;
  std::array<void*, 2> host_{}, device_{};
};

}  // namespace

void measure_transfer(const Setup& setup, Report& report) {
  constexpr std::int64_t batch_size = 256;
  const std::int64_t batches = setup.amount(500);
  DataLoader loader(NumpyDataset({{"data", image_source(batches * batch_size)}}),
                    {.batch_size = batch_size, .device = setup.device});
  PlainCopies copies(setup.device, batch_size * image_elements);

  Row plain{"transfer.plain", "plain pinned cudaMemcpyAsync", {}, "GB/s"};
  Row ratio{"transfer.ratio", "wick's loader / plain cudaMemcpyAsync, batches of 37 MiB", {}};
  ratio.at_least = 0.95;
  for (int round = -1; round < setup.rounds; ++round) {
    const double plain_seconds = device_seconds(setup, [&] { copies.run(batches); });
    const double wick_seconds = device_seconds(setup, [&] {
      for (const auto& batch : loader.epoch(0)) static_cast<void>(batch);
    });
    if (round < 0) continue;
    plain.values.push_back(static_cast<double>(batches * batch_size * image_elements) / plain_seconds / 1e9);
    ratio.values.push_back(plain_seconds / wick_seconds);
  }
  report.add(plain);
  report.add(ratio);
}

}  // namespace wick::gpu_check
