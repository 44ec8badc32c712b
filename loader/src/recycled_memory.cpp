// SPDX-License-Identifier: MIT
#include "recycled_memory.hpp"

#include <wick/error.hpp>

#include <ATen/ops/from_blob.h>
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <map>
#include <mutex>
#include <new>
#include <utility>

namespace wick::detail {

// Steps of an eighth of the power of two below.
std::int64_t RecycledMemory::capacity(std::int64_t bytes) const noexcept {
  constexpr std::int64_t least = 4096;
  if (bytes <= least) return least;
  const std::int64_t step = static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(bytes))) / 8;
  if (bytes > std::numeric_limits<std::int64_t>::max() - step) return bytes;
  return (bytes + step - 1) / step * step;
}

struct RecycledMemory::State {
  using Buffer = std::shared_ptr<std::byte>;
  using Spares = std::multimap<std::int64_t, Buffer>;  // By capacity.

  // Constant after construction.
  std::shared_ptr<BatchMemory> upstream;

  std::mutex mutex;

  // Guarded by mutex.
  Spares spare;
  std::int64_t limit = std::numeric_limits<std::int64_t>::max();
  std::int64_t in_use = 0;
  std::int64_t total = 0;
  std::int64_t pending = 0;  // Those of `total` that are being allocated.
  std::int64_t peak = 0;
  bool closed = false;

  // A spare buffer of `capacity` bytes or slightly more, now in use; null if there is none. Guarded by mutex.
  std::pair<std::int64_t, Buffer> take_spare(std::int64_t capacity) {
    const auto it = spare.lower_bound(capacity);
    if (it == spare.end() || it->first > capacity + capacity / 2) return {};
    auto found = std::move(*it);
    spare.erase(it);
    in_use += found.first;
    return found;
  }

  // Gives up spares, largest first, until `capacity` new bytes are within the limit. They are to be released without
  // the lock. Guarded by mutex.
  Spares drop_for(std::int64_t capacity) {
    Spares dropped;
    while (!spare.empty() && total > limit - capacity) {
      auto largest = spare.extract(std::prev(spare.end()));
      total -= largest.key();
      dropped.insert(std::move(largest));
    }
    return dropped;
  }

  // Counts a buffer that is about to be allocated. Guarded by mutex.
  void begin_fresh(std::int64_t capacity) {
    if (capacity > std::numeric_limits<std::int64_t>::max() - total) throw std::bad_alloc();
    total += capacity;
    pending += capacity;
    in_use += capacity;
  }

  void end_fresh(std::int64_t capacity, bool allocated) {
    const std::lock_guard lock(mutex);
    pending -= capacity;
    if (allocated) {
      peak = std::max(peak, total - pending);
      return;
    }
    total -= capacity;
    in_use -= capacity;
  }

  Buffer allocate_fresh(std::int64_t capacity) {
    try {
      auto buffer = upstream->allocate(capacity);
      if (!buffer) throw Error(fmt::format("batch_memory: allocate({}) gave null; it should throw instead", capacity));
      end_fresh(capacity, true);
      return buffer;
    } catch (...) {
      end_fresh(capacity, false);
      throw;
    }
  }

  void give_back(std::int64_t capacity, Buffer buffer) noexcept {
    const std::lock_guard lock(mutex);
    in_use -= capacity;
    if (!closed && total <= limit) try {
        spare.emplace(capacity, std::move(buffer));
        return;
      } catch (const std::bad_alloc&) {  // No memory to keep it: release it instead.
      }
    total -= capacity;
  }
};

RecycledMemory::RecycledMemory(std::shared_ptr<BatchMemory> upstream) : state_(std::make_shared<State>()) {
  state_->upstream = std::move(upstream);
}

RecycledMemory::~RecycledMemory() {
  State::Spares spare;  // Released after the lock.
  const std::lock_guard lock(state_->mutex);
  state_->closed = true;
  spare.swap(state_->spare);
}

std::shared_ptr<std::byte> RecycledMemory::allocate(std::int64_t bytes) {
  const std::int64_t wanted = capacity(bytes);
  State::Spares dropped;
  std::pair<std::int64_t, State::Buffer> buffer;
  {
    const std::lock_guard lock(state_->mutex);
    buffer = state_->take_spare(wanted);
    if (!buffer.second) {
      dropped = state_->drop_for(wanted);
      state_->begin_fresh(wanted);
    }
  }
  dropped.clear();
  if (!buffer.second) buffer = {wanted, state_->allocate_fresh(wanted)};
  std::byte* data = buffer.second.get();
  return {data, [state = state_, capacity = buffer.first, owner = std::move(buffer.second)](std::byte*) mutable {
            state->give_back(capacity, std::move(owner));
          }};
}

at::Tensor RecycledMemory::tensor(std::shared_ptr<std::byte> memory, const TensorInfo& info) {
  void* data = memory.get();
  return at::from_blob(
      data, info.shape, [memory = std::move(memory)](void*) {}, at::TensorOptions(info.dtype));
}

void RecycledMemory::set_limit(std::int64_t bytes) {
  State::Spares dropped;  // Released after the lock.
  const std::lock_guard lock(state_->mutex);
  state_->limit = bytes;
  dropped = state_->drop_for(0);
}

std::int64_t RecycledMemory::in_use() const {
  const std::lock_guard lock(state_->mutex);
  return state_->in_use;
}

std::int64_t RecycledMemory::peak() const {
  const std::lock_guard lock(state_->mutex);
  return state_->peak;
}

void RecycledMemory::reset_peak() {
  const std::lock_guard lock(state_->mutex);
  state_->peak = state_->total - state_->pending;
}

}  // namespace wick::detail
