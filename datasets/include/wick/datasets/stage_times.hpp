// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>

namespace wick {

/// Where the time of one sample went, and how much was read for it. Filled by `FieldReader` when a caller asks.
/// The engine's own; users see it summed up, in a loader's `Statistics`.
struct StageTimes {
  std::chrono::nanoseconds read{0};       ///< From storage to memory.
  std::chrono::nanoseconds transform{0};  ///< Transforms that are not elementwise.
  std::chrono::nanoseconds convert{0};    ///< The conversion pass, into the batch.
  std::int64_t bytes = 0;                 ///< Payload bytes read.
};

}  // namespace wick
