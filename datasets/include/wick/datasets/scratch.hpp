// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace wick {

/// Memory that one task uses between reading and converting; grows to the largest sample and stays. The engine's own;
/// users make one to hand to a `FieldReader`. Not thread-safe: one task at a time holds it.
class Scratch {
 public:
  /// `size` bytes, aligned to 64, contents undefined. Valid until the next call. Throws `Error` when there is no
  /// memory.
  std::span<std::byte> bytes(std::int64_t size);

 private:
  struct Free {
    void operator()(std::byte* data) const noexcept;
  };
  std::unique_ptr<std::byte, Free> data_;
  std::int64_t capacity_ = 0;
};

/// Spare scratch for tasks. The engine's own; users need it only to call a `FieldReader` from tasks. A pool and not
/// thread-local memory: user code that waits in TBB may run another task on the same thread in the middle of the first
/// one. Thread safety: `lease` may be called, and leases may end, on any thread. The pool outlives its leases.
class ScratchPool {
 public:
  /// Scratch that goes back to the pool when the lease ends. Movable.
  class Lease {
   public:
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();

    Scratch& operator*() const noexcept { return *scratch_; }
    Scratch* operator->() const noexcept { return scratch_.get(); }

   private:
    friend class ScratchPool;
    Lease(ScratchPool& pool, std::unique_ptr<Scratch> scratch) noexcept : pool_(pool), scratch_(std::move(scratch)) {}

    ScratchPool& pool_;
    std::unique_ptr<Scratch> scratch_;
  };

  /// The scratch that came back last, whose memory is most likely still in a cache; a new one if none is spare.
  Lease lease();

 private:
  std::mutex mutex_;

  // Guarded by mutex_.
  std::vector<std::unique_ptr<Scratch>> spare_;
  std::size_t made_ = 0;
};

}  // namespace wick
