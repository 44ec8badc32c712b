// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/field_reader.hpp>
#include <wick/datasets/scratch.hpp>
#include <wick/loader/collate.hpp>

#include "batch_buffers.hpp"
#include "device_conversion.hpp"
#include "device_lane.hpp"
#include "field_knowledge.hpp"
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
    Field(FieldReader field_reader, CollatePtr field_collate, DeviceConversion rest)
        : reader(std::move(field_reader)), collate(std::move(field_collate)), on_device(std::move(rest)) {}

    const FieldReader reader;
    const CollatePtr collate;
    const DeviceConversion on_device;  // What the reader leaves to the device.
    FieldKnowledge knowledge;
    std::int64_t buffer_bytes =
        0;  // Smaller batches take as much, so that all fit the buffers that were made for them.
  };

  BatchContext(int worker_count, std::uint64_t run_seed)
      : workers(worker_count), seed(run_seed), recorder(worker_count) {}

  // Constant after construction.
  const int workers;
  const std::uint64_t seed;
  std::unique_ptr<DeviceLane> lane;  // Null: batches stay in host memory.
  std::unique_ptr<BatchBuffers> memory;
  std::deque<Field> fields;

  ScratchPool scratch;
  StageRecorder recorder;
  std::atomic<std::int64_t> bytes_read{0};

  /// Batches that were begun and have no memory yet, and the most memory that a batch took: together they tell whether
  /// another batch fits.
  std::atomic<int> without_memory{0};
  std::atomic<std::int64_t> largest_batch{0};
};

}  // namespace wick::detail
