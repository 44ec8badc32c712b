// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

namespace wick {

namespace detail {
struct InflateMemory;
}

/// Memory that reading deflated members needs: compressed bytes, sometimes inflated ones, tables. Given to call after
/// call it saves their allocations; it grows to the largest member read. Empty until the first deflated member.
/// Thread safety: one thread at a time.
class NpzScratch {
 public:
  NpzScratch();
  NpzScratch(NpzScratch&& other) noexcept;
  NpzScratch& operator=(NpzScratch&& other) noexcept;
  ~NpzScratch();

 private:
  friend class NpzArchive;
  detail::InflateMemory& memory();

  std::unique_ptr<detail::InflateMemory> memory_;
};

}  // namespace wick
