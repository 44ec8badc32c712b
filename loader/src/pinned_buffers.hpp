// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/accelerator.hpp>

#include "batch_buffers.hpp"
#include "lent_storage.hpp"

#include <memory>

namespace wick::detail {

/// Page-locked memory of LibTorch's caching host allocator, for batches that the caller takes himself. Nothing is kept
/// here: every batch goes back to that allocator, which alone knows of the copies that callers began with `.to(device,
/// non_blocking)`, and which recycles the memory when they are done. Thread safety: as BatchBuffers.
class PinnedBuffers : public BatchBuffers {
 public:
  explicit PinnedBuffers(std::shared_ptr<Accelerator> accelerator) : accelerator_(std::move(accelerator)) {}

  std::shared_ptr<std::byte> allocate(std::int64_t bytes) override;

  /// LibTorch rounds up to a power of two.
  std::int64_t capacity(std::int64_t bytes) const noexcept override;

  at::Tensor tensor(std::shared_ptr<std::byte> memory, const TensorInfo& info) override;
  void set_limit(std::int64_t) override {}
  std::int64_t in_use() const override { return lent_.in_use(); }
  std::int64_t peak() const override { return lent_.peak(); }
  void reset_peak() override { lent_.reset_peak(); }

 private:
  const std::shared_ptr<Accelerator> accelerator_;
  LentStorage lent_;
};

}  // namespace wick::detail
