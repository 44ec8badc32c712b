// SPDX-License-Identifier: MIT
#include "device_lane.hpp"

#include <ATen/ops/from_blob.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace wick::detail {
namespace {

// What a stream is given to read: the memory stays the copy's, which knows when the device is done with it.
at::Tensor unowned(const at::Tensor& host) { return at::from_blob(host.data_ptr(), host.sizes(), host.options()); }

}  // namespace

// A place.

DevicePlace::DevicePlace(DevicePlace&& other) noexcept
    : lane_(std::exchange(other.lane_, nullptr)), bytes_(other.bytes_) {}

DevicePlace::~DevicePlace() {
  if (!lane_) return;
  const std::lock_guard lock(lane_->mutex_);
  --lane_->places_;
  lane_->reserved_ -= bytes_;
}

// A batch.

DeviceCopy::~DeviceCopy() { wait(); }

bool DeviceCopy::done() noexcept {
  try {
    if (event_ && !event_->done()) return false;
  } catch (...) {  // Of interest where the batch is delivered, and nowhere else.
  }
  host_.clear();
  return true;
}

void DeviceCopy::wait() noexcept {
  try {
    if (event_) event_->wait();
  } catch (...) {
  }
  host_.clear();
}

std::vector<at::Tensor> DeviceCopy::deliver() {
  place_.reset();
  event_->block_current_stream(device_);
  return std::exchange(device_, {});
}

// The lane.

DeviceLane::DeviceLane(std::unique_ptr<DeviceStream> stream, int ahead, std::optional<std::int64_t> budget)
    : stream_(std::move(stream)), ahead_(ahead), budget_(budget) {}

void DeviceLane::restart() {
  const std::lock_guard lock(mutex_);
  next_ = 0;
}

void DeviceLane::pass(std::int64_t number) {
  const std::lock_guard lock(mutex_);
  next_ = std::max(next_, number + 1);
}

std::optional<DevicePlace> DeviceLane::place_ahead(std::int64_t number, std::int64_t bytes) {
  const std::lock_guard lock(mutex_);
  if (number > next_ || places_ >= ahead_ || !fits(bytes)) return std::nullopt;
  next_ = std::max(next_, number + 1);
  ++places_;
  reserved_ += bytes;
  largest_ = std::max(largest_, bytes);
  return DevicePlace(*this, bytes);
}

DevicePlace DeviceLane::place_now(std::int64_t bytes, bool& over_limit) {
  const std::lock_guard lock(mutex_);
  over_limit = !fits(bytes);
  ++places_;
  reserved_ += bytes;
  largest_ = std::max(largest_, bytes);
  return DevicePlace(*this, bytes);
}

// Guarded by mutex_.
bool DeviceLane::fits(std::int64_t bytes) const {
  if (!budget_ && bytes > largest_) return true;  // A larger batch raises the limit.
  return bytes <= limit_now() - reserved_ - lent_.in_use();
}

// Guarded by mutex_.
std::int64_t DeviceLane::limit_now() const {
  if (budget_) return *budget_;
  std::int64_t limit = 0;
  const bool beyond = __builtin_mul_overflow(ahead_ + std::int64_t{2}, largest_, &limit);
  return beyond ? std::numeric_limits<std::int64_t>::max() : limit;
}

std::int64_t DeviceLane::limit() const {
  const std::lock_guard lock(mutex_);
  return limit_now();
}

std::unique_ptr<DeviceCopy> DeviceLane::begin(DevicePlace place, std::vector<Part> parts) {
  std::unique_ptr<DeviceCopy> copy(new DeviceCopy(std::move(place)));
  std::vector<at::Tensor> sent, arrived;  // As they are in host memory.
  for (Part& part : parts) {
    const TensorInfo info{part.host.scalar_type(), part.host.sizes().vec()};
    copy->device_.push_back(stream_->empty(part.conversion->infer(info)));
    arrived.push_back(part.conversion->is_empty() ? copy->device_.back() : stream_->empty(info));
    sent.push_back(unowned(part.host));
    copy->host_.push_back(std::move(part.host));
  }
  count_tensors(*copy);
  copy->event_ = stream_->enqueue([parts = std::move(parts), sent, arrived, device = copy->device_]() mutable {
    for (std::size_t i = 0; i < parts.size(); ++i) {
      arrived[i].copy_(sent[i], /*non_blocking=*/true);
      if (!parts[i].conversion->is_empty()) parts[i].conversion->run(arrived[i], device[i]);
    }
  });
  return copy;
}

// From now on the bytes are those of tensors, which the caller will hold, and not of the place.
void DeviceLane::count_tensors(DeviceCopy& copy) {
  const std::lock_guard lock(mutex_);
  for (const at::Tensor& tensor : copy.device_) lent_.add(tensor, static_cast<std::int64_t>(tensor.nbytes()));
  reserved_ -= std::exchange(copy.place_->bytes_, 0);
}

}  // namespace wick::detail
