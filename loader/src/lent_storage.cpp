// SPDX-License-Identifier: MIT
#include "lent_storage.hpp"

#include <algorithm>

namespace wick::detail {

void LentStorage::add(const at::Tensor& tensor, std::int64_t bytes) {
  const std::lock_guard lock(mutex_);
  lent_.emplace_back(tensor.storage().getWeakStorageImpl(), bytes);
  peak_ = std::max(peak_, count_held());
}

std::int64_t LentStorage::in_use() const {
  const std::lock_guard lock(mutex_);
  return count_held();
}

std::int64_t LentStorage::peak() const {
  const std::lock_guard lock(mutex_);
  return peak_;
}

void LentStorage::reset_peak() {
  const std::lock_guard lock(mutex_);
  peak_ = count_held();
}

// Guarded by mutex_.
std::int64_t LentStorage::count_held() const {
  std::erase_if(lent_, [](const auto& lent) { return lent.first.expired(); });
  std::int64_t held = 0;
  for (const auto& lent : lent_) held += lent.second;
  return held;
}

}  // namespace wick::detail
