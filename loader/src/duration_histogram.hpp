// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/statistics.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace wick::detail {

/// Durations, counted in buckets whose width is an eighth of their power of two: percentiles are right to 7%. Any
/// thread may add at any time; readers see some recent state, which is all that statistics need, hence the relaxed
/// order throughout.
class DurationHistogram {
 public:
  /// Counts `duration` `weight` times.
  void add(std::chrono::nanoseconds duration, std::int64_t weight = 1) noexcept;

  /// Adds what `other` holds.
  void merge(const DurationHistogram& other) noexcept;
  void reset() noexcept;

  StageStatistics summary() const;

 private:
  static constexpr int buckets = 62 * 8;

  std::array<std::atomic<std::int64_t>, buckets> counts_{};
  std::atomic<std::int64_t> total_nanoseconds_{0};
  std::atomic<std::int64_t> max_nanoseconds_{0};
};

}  // namespace wick::detail
