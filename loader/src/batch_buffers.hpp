// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/tensor_info.hpp>

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <memory>

namespace wick::detail {

/// The host memory of one loader's batches, counted from the moment it is taken until the last tensor over it is gone.
/// Thread safety: any thread. Buffers may come back after this is gone.
class BatchBuffers {
 public:
  virtual ~BatchBuffers() = default;

  /// At least `bytes` bytes (more than 0), aligned to 64, contents undefined. Throws `std::bad_alloc` or `Error`.
  virtual std::shared_ptr<std::byte> allocate(std::int64_t bytes) = 0;

  /// Bytes that `allocate(bytes)` takes.
  virtual std::int64_t capacity(std::int64_t bytes) const noexcept = 0;

  /// A contiguous tensor over memory that `allocate` gave, which it now owns.
  virtual at::Tensor tensor(std::shared_ptr<std::byte> memory, const TensorInfo& info) = 0;

  /// Bytes that spare buffers and those in use together should not exceed.
  virtual void set_limit(std::int64_t bytes) = 0;

  /// Bytes of the buffers in use.
  virtual std::int64_t in_use() const = 0;

  /// Most bytes that existed at once.
  virtual std::int64_t peak() const = 0;
  virtual void reset_peak() = 0;
};

}  // namespace wick::detail
