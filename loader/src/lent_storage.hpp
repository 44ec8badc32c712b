// SPDX-License-Identifier: MIT
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

namespace wick::detail {

/// Counts the bytes of tensors whose memory is another allocator's, for as long as anybody holds them: by weak pointers
/// to their storages, since LibTorch's allocators do not tell when memory comes back to them. Thread safety: any
/// thread.
class LentStorage {
 public:
  /// Counts the storage of `tensor` as `bytes`.
  void add(const at::Tensor& tensor, std::int64_t bytes);

  /// Bytes that are still held.
  std::int64_t in_use() const;

  /// Most bytes that were held when something was added.
  std::int64_t peak() const;
  void reset_peak();

 private:
  using Weak = c10::weak_intrusive_ptr<c10::StorageImpl>;

  std::int64_t count_held() const;

  mutable std::mutex mutex_;

  // Guarded by mutex_.
  mutable std::vector<std::pair<Weak, std::int64_t>> lent_;
  std::int64_t peak_ = 0;
};

}  // namespace wick::detail
