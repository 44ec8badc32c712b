// SPDX-License-Identifier: MIT
#include "loader_core.hpp"

#include <wick/datasets/detail/place_of.hpp>
#include <wick/datasets/detail/worker_guard.hpp>
#include <wick/datasets/sample_error.hpp>
#include <wick/transforms/detail/mix64.hpp>

#include "available_cores.hpp"
#include "checked_layout.hpp"
#include "verdict.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace wick::detail {

LoaderCore::LoaderCore(std::shared_ptr<BatchContext> context, SampleOrder order, ResolvedLoaderOptions options,
                       std::int64_t dataset_size)
    : context_(std::move(context)),
      options_(std::move(options)),
      dataset_size_(dataset_size),
      cores_(available_cores()),
      order_(std::move(order)),
      queue_(options_.workers) {}

std::optional<std::int64_t> LoaderCore::batches() const noexcept {
  if (!order_.size) return std::nullopt;
  const std::int64_t full = *order_.size / options_.batch_size;
  return options_.last_batch == LastBatch::keep && *order_.size % options_.batch_size != 0 ? full + 1 : full;
}

void LoaderCore::reserve_memory() {
  if (!options_.pin_memory || dataset_size_ == 0) return;
  std::vector<std::int64_t> fields;
  try {
    for (auto& field : context_->fields) {
      const auto info = field.way().reader.info(0);
      if (!info) return;
      const std::vector<TensorInfo> samples(static_cast<std::size_t>(std::min(options_.batch_size, dataset_size_)),
                                            info->tensor);
      fields.push_back(checked_layout(*field.collate, samples).batch.bytes());
    }
  } catch (const std::exception&) {  // Said where the sample is loaded.
    return;
  }
  std::int64_t batch = 0;
  for (const std::int64_t bytes : fields) batch += bytes > 0 ? context_->memory->capacity(bytes) : 0;
  if (batch == 0) return;
  context_->largest_batch = batch;
  context_->memory->set_limit(memory_limit());
  const std::int64_t batches = (dataset_size_ + options_.batch_size - 1) / options_.batch_size;
  const std::int64_t count =
      std::min(std::clamp<std::int64_t>(memory_limit() / batch, 1, options_.prefetch + 2), batches);
  for (std::size_t i = 0; i < fields.size(); ++i) context_->fields[i].buffer_bytes = fields[i];
  std::vector<std::shared_ptr<std::byte>> taken;
  for (std::int64_t i = 0; i < count; ++i)
    for (const std::int64_t bytes : fields)
      if (bytes > 0) taken.push_back(context_->memory->allocate(bytes));
}

std::uint64_t LoaderCore::begin_epoch(std::uint64_t epoch) {
  leave(ticket_);
  ++ticket_;  // The epoch under way is over, whatever the sampler throws now.
  plan_error_ = nullptr;
  errors_tolerated_ = 0;
  next_number_ = 0;
  epoch_ = epoch;
  if (context_->lane) context_->lane->restart();
  order_.begin(epoch);
  planned_all_ = false;
  return ticket_;
}

void LoaderCore::leave(std::uint64_t ticket) noexcept {
  if (ticket != ticket_) return;
  queue_.clear();
  pending_errors_.clear();
  planned_all_ = true;
}

// One batch or one error.

std::optional<Batch> LoaderCore::next(std::uint64_t ticket) {
  if (ticket != ticket_) throw Error("this epoch is over: its loader has begun another one since");
  clock_.asked(LoaderClock::Clock::now(), queue_.ready(), next_number_ == 0);
  try {
    auto batch = next_batch();
    clock_.answered(LoaderClock::Clock::now(), batch ? batch->size() : 0);
    return batch;
  } catch (...) {
    clock_.answered(LoaderClock::Clock::now(), 0);
    throw;
  }
}

std::optional<Batch> LoaderCore::next_batch() {
  for (;;) {
    throw_pending();
    look_after_copies();
    await_consumer();
    fill(/*asked=*/true);
    if (queue_.size() == 0) return end_of_plans();
    const auto taken = queue_.take(options_.order == Order::ready);
    auto& batch = static_cast<FieldBatch&>(*taken->job);
    if (taken->failure) {
      pass(batch.plan());
      throw_failed(batch.plan(), taken->failure);
    }
    if (batch.has_unlike()) {
      make_again(batch, batch.plan());
    } else if (!batch.errors().empty()) {
      settle(batch);
    } else {
      return deliver(batch);
    }
  }
}

Batch LoaderCore::deliver(FieldBatch& batch) {
  pass(batch.plan());
  FieldBatch::Delivered delivered;
  try {
    const WorkerGuard guard;  // The tensors are the user's, whatever mode the consumer is in.
    delivered = batch.deliver();
  } catch (...) {
    throw_failed(batch.plan(), std::current_exception());
  }
  if (delivered.over_limit) clock_.count_over_limit();
  if (delivered.copy) {
    copies_.push_back(std::move(delivered.copy));
    delivered_.push_back(context_->lane->stream().mark_current_stream());
  }
  look_after_copies();
  fill(/*asked=*/false);
  return std::move(delivered.batch);
}

// Copies to the device.

// Those that are over give their host memory back; places that became free go to batches that wait for one.
void LoaderCore::look_after_copies() {
  if (!context_->lane) return;
  const WorkerGuard guard;
  std::erase_if(copies_, [](const auto& copy) { return copy->done(); });
  queue_.each_ready([](Job& job) { static_cast<FieldBatch&>(job).copy_ahead(); });
}

// Nobody waits for this batch's copy any more.
void LoaderCore::pass(const BatchPlan& plan) {
  if (context_->lane) context_->lane->pass(plan.number);
}

// What the caller drops is the device's again only when the caller's stream has come to that point. A caller's thread
// that runs far ahead of its stream would have batch upon batch in device memory.
void LoaderCore::await_consumer() {
  while (delivered_.size() > static_cast<std::size_t>(options_.device_prefetch) + 2) {
    delivered_.front()->wait();
    delivered_.pop_front();
  }
}

// Memory that the device still reads comes back soon: better to wait for it than to take more.
void LoaderCore::await_copies_for_room() {
  while (!copies_.empty() && !fits_memory()) {
    copies_.front()->wait();
    copies_.pop_front();
  }
}

// Planning ahead.

// `asked`: the caller waits for a batch.
void LoaderCore::fill(bool asked) {
  if (asked && queue_.size() == 0) await_copies_for_room();
  while (!planned_all_ && has_room(asked)) {
    std::optional<BatchPlan> plan;
    try {
      plan = next_plan();
    } catch (...) {
      plan_error_ = std::current_exception();
    }
    if (!plan) {
      planned_all_ = true;
      return;
    }
    if (!fits_memory()) clock_.count_over_limit();
    start(std::move(*plan), /*at_front=*/false);
  }
}

std::optional<Batch> LoaderCore::end_of_plans() {
  if (plan_error_) std::rethrow_exception(std::exchange(plan_error_, nullptr));
  return std::nullopt;
}

bool LoaderCore::has_room(bool asked) const {
  if (asked && queue_.size() == 0) return true;  // A caller who holds all memory still gets its batch.
  return queue_.size() < static_cast<std::size_t>(options_.prefetch) && fits_memory();
}

bool LoaderCore::fits_memory() const {
  const std::int64_t largest = context_->largest_batch;
  if (largest == 0) return !options_.memory || queue_.size() == 0;  // The first batch tells how large they are.
  return context_->memory->in_use() + (context_->without_memory + 1) * largest <= memory_limit();
}

std::int64_t LoaderCore::memory_limit() const {
  if (options_.memory) return options_.memory->count;
  std::int64_t limit = 0;
  const bool beyond =
      __builtin_mul_overflow(options_.prefetch + std::int64_t{2}, context_->largest_batch.load(), &limit);
  return beyond ? std::numeric_limits<std::int64_t>::max() : limit;
}

void LoaderCore::start(BatchPlan plan, bool at_front) {
  const std::int64_t largest = context_->largest_batch;
  context_->memory->set_limit(largest == 0 ? std::numeric_limits<std::int64_t>::max()
                                           : std::max(memory_limit(), largest));  // Room for one, or none is recycled.
  auto job = std::make_shared<FieldBatch>(context_, std::move(plan));
  if (at_front)
    queue_.push_front(std::move(job));
  else
    queue_.push_back(std::move(job));
}

// The batch that failed gives its memory up first: the new one takes its place in the budget.
void LoaderCore::make_again(FieldBatch& batch, BatchPlan plan) {
  batch.release();
  start(std::move(plan), /*at_front=*/true);
}

std::optional<BatchPlan> LoaderCore::next_plan() {
  auto indices = order_.next(options_.batch_size);
  if (!indices || indices->empty()) return std::nullopt;
  const bool full = static_cast<std::int64_t>(indices->size()) >= options_.batch_size;
  if (!full && options_.last_batch == LastBatch::drop) return std::nullopt;
  check_indices(*indices);
  return BatchPlan{.epoch = epoch_, .number = next_number_++, .indices = std::move(*indices)};
}

void LoaderCore::check_indices(const std::vector<std::int64_t>& indices) const {
  for (const std::int64_t index : indices)
    if (index < 0 || index >= dataset_size_)
      throw Error(fmt::format("the sampler named sample {} of a data set of {} samples", index, dataset_size_));
}

// Errors.

void LoaderCore::settle(FieldBatch& batch) {
  BatchPlan plan = batch.plan();
  plan.failed.resize(plan.indices.size());
  std::vector<std::size_t> dropped;
  for (const auto& [position, error] : batch.errors()) {
    clock_.count_error(error);
    const bool tolerated = options_.on_error != OnError::raise && errors_tolerated_ < options_.max_errors;
    if (tolerated)
      ++errors_tolerated_;
    else
      pending_errors_.push_back(error);
    if (tolerated && options_.on_error == OnError::substitute)
      plan.indices[position] = substitute(plan.indices[position], ++plan.failed[position]);
    else
      dropped.push_back(position);
  }
  for (auto it = dropped.rbegin(); it != dropped.rend(); ++it) {
    plan.indices.erase(plan.indices.begin() + static_cast<std::ptrdiff_t>(*it));
    plan.failed.erase(plan.failed.begin() + static_cast<std::ptrdiff_t>(*it));
  }
  if (plan.indices.empty()) return pass(plan);
  make_again(batch, std::move(plan));
}

// For a sample that is the `failed`-th to fail at its place. Never the sample itself, and another one each time. How
// often the batch was made does not count: whether two errors are met at once or one after the other is chance.
std::int64_t LoaderCore::substitute(std::int64_t index, int failed) const {
  if (dataset_size_ < 2) return index;
  const std::uint64_t mixed = mix64(mix64(mix64(context_->seed) + epoch_) + static_cast<std::uint64_t>(index));
  const std::uint64_t step =
      mix64(mixed + static_cast<std::uint64_t>(failed)) % static_cast<std::uint64_t>(dataset_size_ - 1);
  return (index + 1 + static_cast<std::int64_t>(step)) % dataset_size_;
}

void LoaderCore::throw_pending() {
  if (pending_errors_.empty()) return;
  const std::exception_ptr error = std::move(pending_errors_.front());
  pending_errors_.pop_front();
  std::rethrow_exception(error);
}

void LoaderCore::throw_failed(const BatchPlan& plan, std::exception_ptr failure) const {
  constexpr std::size_t shown = 8;
  const std::vector<std::int64_t> some(plan.indices.begin(),
                                       plan.indices.begin() + std::min(shown, plan.indices.size()));
  const auto name = fmt::format("batch {} of epoch {} (samples {}{})", plan.number, plan.epoch, fmt::join(some, ", "),
                                plan.indices.size() > shown ? ", ..." : "");
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    std::throw_with_nested(Error(fmt::format("{}: {}", name, error.what())));
  } catch (...) {
    std::throw_with_nested(Error(name + ": unknown exception"));
  }
}

// Statistics.

Statistics LoaderCore::statistics() const {
  Statistics statistics;
  statistics.stages = context_->recorder.stages();
  clock_.fill(statistics);
  statistics.bytes = context_->bytes_read;
  statistics.peak_batch_bytes = context_->memory->peak();
  statistics.memory_limit_bytes = memory_limit();
  if (context_->lane) {
    statistics.peak_device_bytes = context_->lane->peak();
    statistics.device_memory_limit_bytes = context_->lane->limit();
  }
  statistics.slowest = context_->recorder.slowest([this](std::size_t field, std::int64_t index) {
    return place_of(*context_->fields[field].whole.reader.field().source, index);
  });
  statistics.verdict = verdict(statistics, options_.workers, cores_);
  return statistics;
}

void LoaderCore::reset_statistics() {
  context_->recorder.reset();
  context_->bytes_read = 0;
  context_->memory->reset_peak();
  if (context_->lane) context_->lane->reset_peak();
  clock_.reset();
}

}  // namespace wick::detail
