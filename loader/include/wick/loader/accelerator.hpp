// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/tensor_info.hpp>

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace wick {

/// A moment in a `DeviceStream`: everything that was enqueued before it. Thread safety: one thread at a time.
class DeviceEvent {
 public:
  virtual ~DeviceEvent() = default;

  /// Whether that moment has come. Never waits. Throws `Error` or `c10::Error` when the work failed.
  virtual bool done() = 0;

  /// Makes the calling thread wait for it. Throws `Error` or `c10::Error` when the work failed.
  virtual void wait() = 0;

  /// Puts what the calling thread does next on the stream's device behind this event: its current stream waits, the
  /// thread itself does not. From now on that stream uses `tensors`: their memory is given to nobody else before it is
  /// done with them (`record_stream`). Throws `Error`.
  virtual void block_current_stream(std::span<const at::Tensor> tensors) = 0;
};

/// Work that a device does in order, beside all that its other streams do: one for each loader. Thread safety: any
/// thread.
class DeviceStream {
 public:
  virtual ~DeviceStream() = default;

  /// Page-locked memory of exactly `bytes` bytes (more than 0) for what is enqueued here to copy from. The last copy
  /// of the pointer to go releases it. Throws `Error`.
  virtual std::shared_ptr<std::byte> staging(std::int64_t bytes) = 0;

  /// A contiguous tensor on the device, contents undefined, for work on this stream. Throws `Error` or `c10::Error`
  /// when there is no memory.
  virtual at::Tensor empty(const TensorInfo& info) = 0;

  /// An event behind all that the calling thread had its current stream of this device do so far. Throws `Error`.
  virtual std::unique_ptr<DeviceEvent> mark_current_stream() = 0;

  /// Has `work` done: calls of torch operations on tensors of this stream, `tensor.copy_(host, /*non_blocking=*/true)`
  /// among them. It may run at once on the calling thread, with this stream as the current one, or later; the device
  /// may read the host memory that it names until the event, so keep that alive. Throws `Error`, or what `work` throws;
  /// nothing reads host memory then.
  virtual std::unique_ptr<DeviceEvent> enqueue(std::function<void()> work) = 0;
};

/// What a loader needs of a device: page-locked memory that the device reads by itself, and streams. There is one for
/// CUDA where LibTorch has it (`cuda_accelerator`); `LoaderOptions::accelerator` takes others. Thread safety: any
/// thread.
class Accelerator {
 public:
  virtual ~Accelerator() = default;

  /// Number of devices: `cuda:0` to `cuda:n - 1`.
  virtual int device_count() = 0;

  /// The device that the calling thread uses where none is named.
  virtual c10::DeviceIndex current_device() = 0;

  /// Page-locked memory for batches that the caller takes himself, as a uint8 tensor of shape (bytes,) of LibTorch's
  /// caching host allocator: `is_pinned()` is true, and after the last tensor over it is gone the memory is not given
  /// out again before the copies from it are done. `bytes` is more than 0. Throws `Error` or `c10::Error`.
  virtual at::Tensor pinned(std::int64_t bytes) = 0;

  /// A new stream on device number `device`. Throws `Error`.
  virtual std::unique_ptr<DeviceStream> stream(c10::DeviceIndex device) = 0;
};

/// CUDA's, where this build's LibTorch has CUDA and the machine a GPU; else null.
std::shared_ptr<Accelerator> cuda_accelerator();

/// What keeps `cuda_accelerator` from being there: "this LibTorch was built without CUDA".
std::string why_no_cuda();

}  // namespace wick
