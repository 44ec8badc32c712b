// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace wick {

/// Where the memory of batches comes from: the one door between the engine and pageable, recycled, pinned or other
/// memory. Thread safety: `allocate` is called from any thread, and what it gave may be released on any thread, also
/// after the BatchMemory itself is gone.
class BatchMemory {
 public:
  virtual ~BatchMemory() = default;

  /// At least `bytes` bytes (more than 0), aligned to 64, contents undefined. The last copy of the pointer to go
  /// releases them. Throws `std::bad_alloc` or `Error`.
  virtual std::shared_ptr<std::byte> allocate(std::int64_t bytes) = 0;
};

/// Fresh pageable memory from the system for each call.
std::shared_ptr<BatchMemory> pageable_memory();

}  // namespace wick
