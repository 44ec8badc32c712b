// SPDX-License-Identifier: MIT
#include "stage_recorder.hpp"

#include <algorithm>
#include <memory>

namespace wick::detail {

StageRecorder::StageRecorder(int workers) : shards_(static_cast<std::size_t>(std::max(1, workers))) {}

void StageRecorder::add_sample(int worker, std::size_t field, std::int64_t index, const StageTimes& times,
                               std::int64_t weight) {
  Shard& shard = shards_[static_cast<std::size_t>(worker) % shards_.size()];
  if (times.read.count() > 0) shard.read.add(times.read, weight);
  if (times.transform.count() > 0) shard.transform.add(times.transform, weight);
  if (times.convert.count() > 0) shard.convert.add(times.convert, weight);
  if (times.read.count() > slow_threshold_.load(std::memory_order_relaxed)) note_slow(times.read, field, index);
}

void StageRecorder::add_collate(int worker, std::chrono::nanoseconds duration) {
  shards_[static_cast<std::size_t>(worker) % shards_.size()].collate.add(duration);
}

void StageRecorder::note_slow(std::chrono::nanoseconds duration, std::size_t field, std::int64_t index) {
  const std::lock_guard lock(mutex_);
  const auto same = std::find_if(slowest_.begin(), slowest_.end(),
                                 [&](const SlowRead& read) { return read.field == field && read.index == index; });
  if (same == slowest_.end())
    slowest_.push_back({duration, field, index});
  else
    same->duration = std::max(same->duration, duration);
  std::sort(slowest_.begin(), slowest_.end(), [](const auto& a, const auto& b) { return a.duration > b.duration; });
  if (slowest_.size() < slowest_kept) return;
  slowest_.resize(slowest_kept);
  slow_threshold_.store(slowest_.back().duration.count(), std::memory_order_relaxed);
}

void StageRecorder::reset() {
  for (auto& shard : shards_)
    for (auto* stage : {&shard.read, &shard.transform, &shard.convert, &shard.collate}) stage->reset();
  const std::lock_guard lock(mutex_);
  slowest_.clear();
  slow_threshold_.store(0, std::memory_order_relaxed);
}

std::vector<std::pair<std::string, StageStatistics>> StageRecorder::stages() const {
  const auto sum = std::make_unique<Shard>();
  for (const auto& shard : shards_) {
    sum->read.merge(shard.read);
    sum->transform.merge(shard.transform);
    sum->convert.merge(shard.convert);
    sum->collate.merge(shard.collate);
  }
  return {{"read", sum->read.summary()},
          {"transform", sum->transform.summary()},
          {"convert", sum->convert.summary()},
          {"collate", sum->collate.summary()}};
}

std::vector<std::pair<std::string, double>> StageRecorder::slowest(
    const std::function<std::string(std::size_t, std::int64_t)>& where) const {
  std::vector<SlowRead> reads;
  {
    const std::lock_guard lock(mutex_);
    reads = slowest_;
  }
  std::vector<std::pair<std::string, double>> named;
  for (const auto& read : reads)
    named.emplace_back(where(read.field, read.index), std::chrono::duration<double>(read.duration).count());
  return named;
}

}  // namespace wick::detail
