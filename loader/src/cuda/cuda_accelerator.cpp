// SPDX-License-Identifier: MIT
//
// The one file that speaks CUDA. Compiled where LibTorch has it; else cuda_absent.cpp is.
#include <wick/error.hpp>
#include <wick/loader/accelerator.hpp>

#include <ATen/cuda/CUDAEvent.h>
#include <ATen/ops/empty.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#include <cuda_runtime_api.h>
#include <fmt/format.h>

#include <optional>

namespace wick {
namespace {

// Not LibTorch's count, which warns where a driver does not fit: most who ask only want to know.
int visible_devices() {
  int count = 0;
  if (cudaGetDeviceCount(&count) == cudaSuccess) return count;
  cudaGetLastError();
  return 0;
}

void check(cudaError_t status, const char* what) {
  if (status == cudaSuccess) return;
  cudaGetLastError();  // Ours is reported; the next call's shall not be.
  throw Error(fmt::format("cuda: {}: {}", what, cudaGetErrorString(status)));
}

class CudaEvent : public DeviceEvent {
 public:
  explicit CudaEvent(const c10::cuda::CUDAStream& stream) : device_(stream.device_index()) { event_.record(stream); }

  // Guarded, since asking on a thread whose own device is another would make a context there.
  bool done() override {
    const c10::cuda::CUDAGuard guard(device_);
    return event_.query();
  }
  void wait() override {
    const c10::cuda::CUDAGuard guard(device_);
    event_.synchronize();
  }

  void block_current_stream(std::span<const at::Tensor> tensors) override {
    const auto stream = c10::cuda::getCurrentCUDAStream(device_);
    event_.block(stream);
    for (const at::Tensor& tensor : tensors)
      c10::cuda::CUDACachingAllocator::recordStream(tensor.storage().data_ptr(), stream);
  }

 private:
  const c10::DeviceIndex device_;
  at::cuda::CUDAEvent event_;
};

class CudaStream : public DeviceStream {
 public:
  explicit CudaStream(c10::DeviceIndex device)
      : stream_(c10::cuda::getStreamFromPool(/*isHighPriority=*/true, device)) {}

  std::shared_ptr<std::byte> staging(std::int64_t bytes) override {
    const c10::cuda::CUDAGuard guard(stream_.device());  // Else a context would be made on the thread's own device.
    void* data = nullptr;
    check(cudaHostAlloc(&data, static_cast<std::size_t>(bytes), cudaHostAllocPortable), "page-locked memory");
    return {static_cast<std::byte*>(data), [device = stream_.device()](std::byte* memory) {
              const c10::cuda::CUDAGuard on_device(device);
              cudaFreeHost(memory);
            }};
  }

  at::Tensor empty(const TensorInfo& info) override {
    const c10::cuda::CUDAStreamGuard guard(stream_);
    return at::empty(info.shape, at::TensorOptions(info.dtype).device(stream_.device()));
  }

  std::unique_ptr<DeviceEvent> mark_current_stream() override {
    return std::make_unique<CudaEvent>(c10::cuda::getCurrentCUDAStream(stream_.device_index()));
  }

  std::unique_ptr<DeviceEvent> enqueue(std::function<void()> work) override {
    const c10::cuda::CUDAStreamGuard guard(stream_);
    try {
      work();
      return std::make_unique<CudaEvent>(stream_);
    } catch (...) {  // Copies that were begun still read host memory, which the caller may now let go of.
      stream_.synchronize();
      throw;
    }
  }

 private:
  const c10::cuda::CUDAStream stream_;
};

class CudaAccelerator : public Accelerator {
 public:
  int device_count() override { return visible_devices(); }
  c10::DeviceIndex current_device() override { return c10::cuda::current_device(); }

  at::Tensor pinned(std::int64_t bytes) override {
    // Workers have device 0 as their own: locking memory there would make a context on it beside the one that is used.
    const auto used = c10::cuda::getDeviceIndexWithPrimaryContext();
    const c10::cuda::OptionalCUDAGuard guard(used ? std::optional(c10::Device(c10::kCUDA, *used)) : std::nullopt);
    return at::empty({bytes}, at::TensorOptions(at::kByte).pinned_memory(true));
  }

  std::unique_ptr<DeviceStream> stream(c10::DeviceIndex device) override {
    return std::make_unique<CudaStream>(device);
  }
};

}  // namespace

std::shared_ptr<Accelerator> cuda_accelerator() {
  static const auto accelerator = visible_devices() > 0 ? std::make_shared<CudaAccelerator>() : nullptr;
  return accelerator;
}

std::string why_no_cuda() {
  int count = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  cudaGetLastError();
  return status == cudaSuccess ? "no GPU is visible to this process (CUDA_VISIBLE_DEVICES?)"
                               : fmt::format("no GPU can be used: {}", cudaGetErrorString(status));
}

}  // namespace wick
