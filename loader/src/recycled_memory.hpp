// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/batch_memory.hpp>

#include "batch_buffers.hpp"

#include <cstdint>
#include <memory>

namespace wick::detail {

/// Buffers that keep what comes back for the next batch (fresh pages cost more than a second thread gains) and
/// counts every byte. Spare buffers give way when a new one would exceed the limit; the limit itself refuses nothing:
/// that is the loader's matter, before it starts a batch.
///
/// Thread safety: any thread. Buffers may come back after this is gone; they are then released.
class RecycledMemory : public BatchBuffers {
 public:
  explicit RecycledMemory(std::shared_ptr<BatchMemory> upstream);
  ~RecycledMemory() override;

  std::shared_ptr<std::byte> allocate(std::int64_t bytes) override;

  /// A little more than `bytes`, so that the buffers of ragged batches fit one another.
  std::int64_t capacity(std::int64_t bytes) const noexcept override;

  at::Tensor tensor(std::shared_ptr<std::byte> memory, const TensorInfo& info) override;
  void set_limit(std::int64_t bytes) override;
  std::int64_t in_use() const override;

  /// Spares included.
  std::int64_t peak() const override;
  void reset_peak() override;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace wick::detail
