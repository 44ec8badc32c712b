// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/accelerator.hpp>

#include "device_conversion.hpp"
#include "lent_storage.hpp"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace wick::detail {

class DeviceLane;

/// A place ahead of the consumer for one batch, with the device memory that it is going to take. Given back when it
/// goes.
class DevicePlace {
 public:
  DevicePlace(DevicePlace&& other) noexcept;
  DevicePlace& operator=(DevicePlace&&) = delete;
  ~DevicePlace();

 private:
  friend class DeviceLane;
  DevicePlace(DeviceLane& lane, std::int64_t bytes) noexcept : lane_(&lane), bytes_(bytes) {}

  DeviceLane* lane_;
  std::int64_t bytes_;  // Not yet counted as tensors.
};

/// One batch on its way to the device: begun by whoever had it ready, awaited by the consumer's stream when the batch
/// is delivered, and kept until the device has read the host memory. Thread safety: one thread at a time.
class DeviceCopy {
 public:
  ~DeviceCopy();  ///< As `wait`.

  /// Whether the device has read the host memory, which is let go of then. That the copy failed counts: nothing is read
  /// any more.
  bool done() noexcept;

  /// Makes the calling thread wait until it has.
  void wait() noexcept;

  /// The batch's tensors on the device, in the order of its parts, ready for the current stream of the calling thread.
  /// Gives the place back. To be called once. Throws `Error` or `c10::Error`.
  std::vector<at::Tensor> deliver();

 private:
  friend class DeviceLane;
  explicit DeviceCopy(DevicePlace place) : place_(std::move(place)) {}

  std::optional<DevicePlace> place_;
  std::vector<at::Tensor> host_;
  std::vector<at::Tensor> device_;
  std::unique_ptr<DeviceEvent> event_;
};

/// The way of one loader's batches to its device: a stream, `ahead` places for batches that the consumer has not asked
/// for yet, and a budget of device memory. Outlives its places and copies. Thread safety: any thread.
class DeviceLane {
 public:
  /// `budget` in bytes. Unset: `ahead` + 2 times the largest batch so far.
  DeviceLane(std::unique_ptr<DeviceStream> stream, int ahead, std::optional<std::int64_t> budget);

  DeviceStream& stream() const noexcept { return *stream_; }

  /// One field's batch in host memory, which the tensor owns, and what the device is to make of it.
  struct Part {
    at::Tensor host;
    const DeviceConversion* conversion;
  };

  /// Batches begin anew with number 0. Nothing of those before is under way.
  void restart();

  /// Batch `number` needs no place any more: it is being delivered, or failed.
  void pass(std::int64_t number);

  /// A place for batch `number`, which takes `bytes` on the device. Nullopt if all are taken, if the budget has no
  /// room, and if a batch before it has no place yet: that one shall not find the device's memory taken when its turn
  /// comes.
  std::optional<DevicePlace> place_ahead(std::int64_t number, std::int64_t bytes);

  /// A place for the batch that the consumer waits for: there always is one. `over_limit` tells whether it exceeds the
  /// budget.
  DevicePlace place_now(std::int64_t bytes, bool& over_limit);

  /// Starts the copy of a batch. Throws `Error` or `c10::Error`.
  std::unique_ptr<DeviceCopy> begin(DevicePlace place, std::vector<Part> parts);

  /// Bytes on the device: the most that batches took at once, and the budget.
  std::int64_t peak() const { return lent_.peak(); }
  std::int64_t limit() const;
  void reset_peak() { lent_.reset_peak(); }

 private:
  friend class DevicePlace;

  void count_tensors(DeviceCopy& copy);
  bool fits(std::int64_t bytes) const;
  std::int64_t limit_now() const;

  // Constant after construction.
  const std::unique_ptr<DeviceStream> stream_;
  const int ahead_;
  const std::optional<std::int64_t> budget_;

  LentStorage lent_;  // Batches on the device, in copies and in the caller's hands.

  mutable std::mutex mutex_;

  // Guarded by mutex_.
  int places_ = 0;             // Taken.
  std::int64_t reserved_ = 0;  // Bytes of places whose tensors do not exist yet.
  std::int64_t largest_ = 0;
  std::int64_t next_ = 0;  // The first batch that has no place yet.
};

}  // namespace wick::detail
