// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/accelerator.hpp>
#include <wick/loader/batch_memory.hpp>

#include <memory>

namespace wick::detail {

/// Page-locked memory from which batches are copied to a device. In exact sizes, since locking costs much and
/// LibTorch's allocator would round to powers of two. The stream outlives it.
class StagingMemory : public BatchMemory {
 public:
  explicit StagingMemory(DeviceStream& stream) : stream_(stream) {}

  std::shared_ptr<std::byte> allocate(std::int64_t bytes) override { return stream_.staging(bytes); }

 private:
  DeviceStream& stream_;
};

}  // namespace wick::detail
