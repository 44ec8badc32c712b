// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace wick {

/// Memory that one task uses between reading and converting; grows to the largest sample and stays. Not thread-safe: one task
/// at a time holds it.
class Scratch {
 public:
  /// `size` bytes, aligned to 64, contents undefined. Valid until the next call.
  std::span<std::byte> bytes(std::int64_t size);

 private:
  struct Free {
    void operator()(std::byte* data) const noexcept;
  };
  std::unique_ptr<std::byte, Free> data_;
  std::int64_t capacity_ = 0;
};

}  // namespace wick
