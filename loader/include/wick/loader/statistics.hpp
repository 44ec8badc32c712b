// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace wick {

/// Durations of one stage, in seconds. Percentiles are of single samples (of batches for `wait`), to 7%.
struct StageStatistics {
  double p50 = 0;
  double p90 = 0;
  double p99 = 0;
  double max = 0;

  /// Sum over all workers.
  double total = 0;
};

/// What a loader did so far, all epochs together; `DataLoader::reset_statistics` begins anew.
struct Statistics {
  std::int64_t batches = 0;
  std::int64_t samples = 0;

  /// Payload bytes read from the sources.
  std::int64_t bytes = 0;

  /// From the first call for a batch to the last delivery, without pauses between epochs.
  double seconds = 0;

  /// How long the caller waited inside `next()`, and the share of `seconds` that this is. The caller's thread, that is:
  /// a stream of a device that waits for a copy is not seen.
  double wait_seconds = 0;
  double consumer_wait_fraction = 0;

  /// From asking for an epoch's first batch to having it; of the last epoch.
  double time_to_first_batch = 0;

  /// Most bytes of batch memory that existed at once, and the limit.
  std::int64_t peak_batch_bytes = 0;
  std::int64_t memory_limit_bytes = 0;

  /// The same of batches on the device; 0 where batches stay on the CPU.
  std::int64_t peak_device_bytes = 0;
  std::int64_t device_memory_limit_bytes = 0;

  /// Batches that were made over the limit because the caller held all that it allows.
  std::int64_t over_limit = 0;

  /// Samples that could not be loaded.
  std::int64_t errors = 0;

  /// The messages of the first of them, each once, five at most.
  std::vector<std::string> first_errors;

  /// Mean number of complete batches that waited when one was asked for.
  double mean_ready = 0;

  /// By name: read, transform, convert (of single samples, all fields together) and collate (layouts of batches) by the
  /// workers; wait (for batches) by the consumer. Workers time samples in a regular choice
  /// that grows with smallness, and totals are scaled up.
  std::vector<std::pair<std::string, StageStatistics>> stages;

  /// The slowest reads seen: place and seconds, slowest first, five at most.
  std::vector<std::pair<std::string, double>> slowest;

  /// What limits this loader, in one sentence.
  std::string verdict;
};

}  // namespace wick
