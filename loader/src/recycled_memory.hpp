// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/batch_memory.hpp>

#include <cstdint>
#include <memory>

namespace wick::detail {

/// Batch memory that keeps what comes back for the next batch (fresh pages cost more than a second thread gains) and
/// counts every byte. Spare buffers give way when a new one would exceed the limit; the limit itself refuses nothing:
/// that is the loader's matter, before it starts a batch.
///
/// Thread safety: any thread. Buffers may come back after this is gone; they are then released.
class RecycledMemory : public BatchMemory {
 public:
  explicit RecycledMemory(std::shared_ptr<BatchMemory> upstream);
  ~RecycledMemory() override;

  std::shared_ptr<std::byte> allocate(std::int64_t bytes) override;

  /// Bytes that `allocate(bytes)` takes: a little more, so that the buffers of ragged batches fit one another.
  static std::int64_t capacity(std::int64_t bytes) noexcept;

  /// Bytes that spares and buffers in use together should not exceed.
  void set_limit(std::int64_t bytes);

  /// Bytes of the buffers in use.
  std::int64_t in_use() const;

  /// Most bytes that existed at once, spares included.
  std::int64_t peak() const;
  void reset_peak();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace wick::detail
