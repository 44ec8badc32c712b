// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/npz_scratch.hpp>

#include <mutex>
#include <utility>
#include <vector>

namespace wick::detail {

/// Spare memory for inflating. A pool and not thread-local memory, for the reason that `ScratchPool` gives.
/// Thread safety: any number of threads may call it at once.
class NpzScratchPool {
 public:
  /// The scratch that came back last; a new one if none is spare.
  NpzScratch take() {
    const std::lock_guard lock(mutex_);
    if (spare_.empty()) return NpzScratch();
    NpzScratch scratch = std::move(spare_.back());
    spare_.pop_back();
    return scratch;
  }

  void give_back(NpzScratch scratch) {
    const std::lock_guard lock(mutex_);
    spare_.push_back(std::move(scratch));
  }

 private:
  std::mutex mutex_;

  // Guarded by mutex_.
  std::vector<NpzScratch> spare_;
};

}  // namespace wick::detail
