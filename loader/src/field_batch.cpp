// SPDX-License-Identifier: MIT
#include "field_batch.hpp"

#include <wick/datasets/detail/exception_reason.hpp>
#include <wick/datasets/detail/place_of.hpp>
#include <wick/datasets/sample_error.hpp>

#include "workers.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace wick::detail {
namespace {

constexpr std::int64_t task_bytes =
    128 << 10;  // Enough work to outweigh handing it out, little enough to share evenly.
constexpr std::int64_t timed_bytes = 32 << 10;  // Samples below this are so fast that timing each would show.
constexpr std::int64_t max_timed_every = 64;
constexpr std::size_t headers_per_task = 16;

}  // namespace

FieldBatch::FieldBatch(std::shared_ptr<BatchContext> context, BatchPlan plan)
    : context_(std::move(context)), plan_(std::move(plan)), errors_(plan_.indices.size()) {
  ++context_->without_memory;
  for (std::size_t field = 0; field < context_->fields.size(); ++field) parts_.emplace_back(*context_, field, plan_);
}

FieldBatch::~FieldBatch() {
  if (!has_memory_) --context_->without_memory;
}

int FieldBatch::begin_phase() {
  switch (phase_) {
    case Phase::begin:
      return begin_measure();
    case Phase::measure:
      return begin_layout();
    case Phase::cover:
      return begin_read();
    case Phase::read:
    case Phase::complete:
      break;
  }
  return complete();
}

void FieldBatch::run(int task, const std::atomic<bool>& cancelled) {
  if (phase_ == Phase::cover) return cover(task);
  const auto scratch = context_->scratch.lease();
  const std::size_t first = static_cast<std::size_t>(task) * group_;
  const std::size_t last = std::min(first + group_, plan_.indices.size());
  for (std::size_t position = first; position < last && !cancelled && !unlike_; ++position) {
    if (phase_ == Phase::measure) {
      measure(position, *scratch);
      continue;
    }
    const auto offset = static_cast<std::int64_t>(position - first);
    const auto left = static_cast<std::int64_t>(last - position);
    read(position, *scratch, offset % timed_every_ == 0 ? std::min(timed_every_, left) : 0);
  }
}

int FieldBatch::begin_measure() {
  phase_ = Phase::measure;
  bool any = false, whole = false;
  for (auto& part : parts_) {
    if (!part.needs_measure()) continue;
    any = true;
    whole = whole || part.needs_whole_samples();
    part.begin_measure();
  }
  if (!any) return begin_layout();
  group_ = whole ? 1 : headers_per_task;
  return tasks();
}

void FieldBatch::measure(std::size_t position, Scratch& scratch) noexcept {
  each_part(position, 1, [&](BatchPart& part, StageTimes* times) {
    return !part.needs_measure() || part.measure(position, scratch, *times);
  });
}

// `step` for each part of a sample that stands for `weight` samples in the statistics (0: it is not timed), until one
// returns false, which makes the batch be made again.
template <typename Step>
void FieldBatch::each_part(std::size_t position, std::int64_t weight, const Step& step) noexcept {
  StageTimes times;
  std::chrono::nanoseconds slowest_read{0};
  std::size_t slowest = 0;
  try {
    for (std::size_t i = 0; i < parts_.size() && !unlike_; ++i) {
      const auto read_before = times.read;
      if (!step(parts_[i], weight > 0 ? &times : nullptr)) unlike_ = true;
      if (times.read - read_before <= slowest_read) continue;
      slowest_read = times.read - read_before;
      slowest = i;
    }
  } catch (...) {
    note_error(position);
  }
  if (weight > 0) context_->recorder.add_sample(Workers::current(), slowest, plan_.indices[position], times, weight);
}

int FieldBatch::begin_layout() {
  if (!is_good()) return complete();
  const auto begin = std::chrono::steady_clock::now();
  for (auto& part : parts_)
    if (!lay_out(part)) return complete();
  allocate();
  context_->recorder.add_collate(Workers::current(), std::chrono::steady_clock::now() - begin);
  return begin_cover();
}

// False if samples do not fit; they then have their errors.
bool FieldBatch::lay_out(BatchPart& part) {
  try {
    part.lay_out();
    return true;
  } catch (const CollateError& error) {
    if (part.needs_host()) {
      unlike_ = true;
      return false;
    }
    const auto& field = part.reader().field();
    for (const std::size_t position : error.positions()) {
      const std::int64_t index = plan_.indices.at(position);
      errors_[position] =
          std::make_exception_ptr(SampleError(index, field.name, place_of(*field.source, index), error.what()));
    }
    if (error.positions().empty()) throw;
    return false;
  }
}

void FieldBatch::allocate() {
  std::int64_t total = 0;
  for (auto& part : parts_) total += part.allocate();
  std::int64_t largest = context_->largest_batch;
  while (largest < total && !context_->largest_batch.compare_exchange_weak(largest, total)) {
  }
  has_memory_ = true;
  --context_->without_memory;
}

int FieldBatch::begin_cover() {
  phase_ = Phase::cover;
  std::int64_t chunks = 0;
  for (const auto& part : parts_) chunks += part.cover_chunks();
  return chunks > 0 ? static_cast<int>(chunks) : begin_read();
}

void FieldBatch::cover(std::int64_t chunk) const {
  for (const auto& part : parts_) {
    if (chunk < part.cover_chunks()) return part.cover(chunk);
    chunk -= part.cover_chunks();
  }
}

int FieldBatch::begin_read() {
  phase_ = Phase::read;
  const std::size_t count = plan_.indices.size();
  std::int64_t bytes = 0;
  for (const auto& part : parts_) bytes += part.source_bytes();
  context_->bytes_read.fetch_add(bytes, std::memory_order_relaxed);  // A count that nothing else depends on.
  const std::int64_t each = std::max<std::int64_t>(1, bytes / static_cast<std::int64_t>(count));
  const auto workers = static_cast<std::size_t>(std::max(1, context_->workers));
  const auto by_size = static_cast<std::size_t>(std::max<std::int64_t>(1, task_bytes / each));
  group_ = std::min(by_size, (count + workers - 1) / workers);
  timed_every_ = std::clamp<std::int64_t>(timed_bytes / each, 1, max_timed_every);
  return tasks();
}

void FieldBatch::read(std::size_t position, Scratch& scratch, std::int64_t weight) noexcept {
  each_part(position, weight, [&](BatchPart& part, StageTimes* times) { return part.read(position, scratch, times); });
}

// The current exception, as the sample's error. Readers throw SampleErrors; anything else is our own doing, or that of
// a source which cannot even say its size.
void FieldBatch::note_error(std::size_t position) noexcept {
  try {
    throw;
  } catch (const SampleError&) {
    errors_[position] = std::current_exception();
  } catch (...) {
    errors_[position] = std::make_exception_ptr(SampleError(plan_.indices[position], {}, {}, exception_reason()));
  }
}

int FieldBatch::complete() {
  phase_ = Phase::complete;
  copy_ahead();
  return 0;
}

int FieldBatch::tasks() const noexcept { return static_cast<int>((plan_.indices.size() + group_ - 1) / group_); }

std::vector<std::pair<std::size_t, std::exception_ptr>> FieldBatch::errors() const {
  std::vector<std::pair<std::size_t, std::exception_ptr>> found;
  for (std::size_t i = 0; i < errors_.size(); ++i)
    if (errors_[i]) found.emplace_back(i, errors_[i]);
  return found;
}

void FieldBatch::release() {
  for (auto& part : parts_) part.release();
  if (!std::exchange(has_memory_, true)) --context_->without_memory;
}

bool FieldBatch::is_good() const noexcept {
  return !unlike_ && std::none_of(errors_.begin(), errors_.end(), [](const auto& error) { return error != nullptr; });
}

// Tensors over the host memory.
void FieldBatch::collect() {
  if (tensors_.empty())
    for (auto& part : parts_) part.deliver(tensors_, extras_);
}

std::int64_t FieldBatch::device_bytes() const {
  std::int64_t bytes = 0;
  for (const auto& part : parts_) bytes += part.device_bytes();
  return bytes;
}

std::unique_ptr<DeviceCopy> FieldBatch::begin_copy(DevicePlace place) {
  collect();
  std::vector<DeviceLane::Part> parts;
  for (std::size_t i = 0; i < tensors_.size(); ++i) parts.push_back({tensors_[i].second, &parts_[i].on_device()});
  auto copy = context_->lane->begin(std::move(place), std::move(parts));
  for (auto& tensor : tensors_) tensor.second.reset();  // The copy has them now.
  return copy;
}

// A device that has no memory to spare at this moment may have some when the batch is asked for: only then it matters.
void FieldBatch::copy_ahead() noexcept {
  if (!context_->lane || copy_refused_ || !is_good()) return;
  try {
    if (copy_)
      copy_->done();
    else if (auto place = context_->lane->place_ahead(plan_.number, device_bytes()))
      copy_ = begin_copy(*std::move(place));
  } catch (...) {
    copy_refused_ = true;
  }
}

FieldBatch::Delivered FieldBatch::deliver() {
  collect();
  Delivered delivered;
  if (context_->lane) {
    if (!copy_) copy_ = begin_copy(context_->lane->place_now(device_bytes(), delivered.over_limit));
    auto on_device = copy_->deliver();
    for (std::size_t i = 0; i < on_device.size(); ++i) tensors_[i].second = std::move(on_device[i]);
    delivered.copy = std::move(copy_);
  }
  const std::size_t fields = tensors_.size();
  std::move(extras_.begin(), extras_.end(), std::back_inserter(tensors_));
  delivered.batch = Batch(std::move(tensors_), plan_.indices, plan_.number, fields);
  return delivered;
}

}  // namespace wick::detail
