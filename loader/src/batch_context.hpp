// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/field_reader.hpp>
#include <wick/datasets/scratch.hpp>
#include <wick/loader/collate.hpp>

#include "field_knowledge.hpp"
#include "recycled_memory.hpp"
#include "stage_recorder.hpp"

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <utility>

namespace wick::detail {

/// What all batches of one loader share. Lives until the last job is gone.
/// Thread safety: any thread.
struct BatchContext {
  struct Field {
    Field(FieldReader field_reader, CollatePtr field_collate)
        : reader(std::move(field_reader)), collate(std::move(field_collate)) {}

    const FieldReader reader;
    const CollatePtr collate;
    FieldKnowledge knowledge;
  };

  BatchContext(int worker_count, std::uint64_t run_seed, std::shared_ptr<BatchMemory> upstream)
      : workers(worker_count), seed(run_seed), memory(std::move(upstream)), recorder(worker_count) {}

  // Constant after construction.
  const int workers;
  const std::uint64_t seed;
  std::deque<Field> fields;

  RecycledMemory memory;
  ScratchPool scratch;
  StageRecorder recorder;
  std::atomic<std::int64_t> bytes_read{0};

  /// Batches that were begun and have no memory yet, and the most memory that a batch took: together they tell whether
  /// another batch fits.
  std::atomic<int> without_memory{0};
  std::atomic<std::int64_t> largest_batch{0};
};

}  // namespace wick::detail
