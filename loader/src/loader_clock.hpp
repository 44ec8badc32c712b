// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/statistics.hpp>

#include "duration_histogram.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>

namespace wick::detail {

/// The consumer's side of the statistics: what was delivered, and how long the consumer waited for it.
/// Thread safety: any thread.
class LoaderClock {
 public:
  using Clock = std::chrono::steady_clock;

  /// The consumer asks for a batch, at a moment when `ready` of them are complete; `first` of its epoch.
  void asked(Clock::time_point now, std::size_t ready, bool first);

  /// It got a batch of `samples` samples, or an error or the end (0).
  void answered(Clock::time_point now, std::int64_t samples);

  void count_error(const std::exception_ptr& error);
  void count_over_limit();

  /// Writes the part of `statistics` that this knows, the stage `wait` included.
  void fill(Statistics& statistics) const;
  void reset();

 private:
  mutable std::mutex mutex_;

  // Guarded by mutex_.
  Statistics counted_;
  double ready_sum_ = 0;
  std::int64_t asked_count_ = 0;
  Clock::time_point asked_at_;
  Clock::time_point epoch_begin_;
  Clock::time_point counted_to_;
  bool first_ = false;

  DurationHistogram wait_;
};

}  // namespace wick::detail
