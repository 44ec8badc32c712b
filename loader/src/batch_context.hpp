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
#include <optional>
#include <utility>

namespace wick::detail {

/// What all batches of one loader share. Lives until the last job is gone.
/// Thread safety: any thread.
struct BatchContext {
  /// What the host does with the samples of a field, and what it leaves to the device.
  struct Way {
    Way(FieldReader host, DeviceConversion device) : reader(std::move(host)), on_device(std::move(device)) {}

    const FieldReader reader;
    const DeviceConversion on_device;
    FieldKnowledge knowledge;
  };

  struct Field {
    Field(FieldReader reader, CollatePtr field_collate)
        : collate(std::move(field_collate)), whole(std::move(reader), {}) {}

    const CollatePtr collate;
    Way whole;  // All on the host.
    std::optional<Way>
        divided;  // The last transforms on the device; only for samples that are of one dtype before them.
    std::atomic<bool> dtypes_differ{false};

    /// Bytes that also smaller batches take, so that all fit the buffers that were made for them.
    std::int64_t buffer_bytes = 0;

    Way& way() noexcept { return divided && !dtypes_differ ? *divided : whole; }
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
