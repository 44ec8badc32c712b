// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/stage_times.hpp>
#include <wick/loader/statistics.hpp>

#include "duration_histogram.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace wick::detail {

/// What workers report while they work. Each worker counts in a shard of its own, so that they do not slow each other
/// down. Thread safety: any thread.
class StageRecorder {
 public:
  explicit StageRecorder(int workers);

  /// One sample, which stands for `weight` samples; `field` is the one whose read took longest. `worker` is
  /// `Workers::current()`.
  void add_sample(int worker, std::size_t field, std::int64_t index, const StageTimes& times, std::int64_t weight);

  /// The layout of a batch.
  void add_collate(int worker, std::chrono::nanoseconds duration);

  void reset();

  /// Stages read, transform, convert, collate, all workers together.
  std::vector<std::pair<std::string, StageStatistics>> stages() const;

  /// The slowest reads, slowest first; `where` words the place of a sample.
  std::vector<std::pair<std::string, double>> slowest(
      const std::function<std::string(std::size_t field, std::int64_t index)>& where) const;

 private:
  static constexpr std::size_t slowest_kept = 5;

  struct alignas(64) Shard {
    DurationHistogram read, transform, convert, collate;
  };
  struct SlowRead {
    std::chrono::nanoseconds duration;
    std::size_t field;
    std::int64_t index;
  };

  void note_slow(std::chrono::nanoseconds duration, std::size_t field, std::int64_t index);

  std::vector<Shard> shards_;
  std::atomic<std::int64_t> slow_threshold_{0};  ///< Nanoseconds; reads below it need no lock.

  mutable std::mutex mutex_;
  std::vector<SlowRead> slowest_;  // Guarded by mutex_. Slowest first.
};

}  // namespace wick::detail
