// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/field_reader.hpp>
#include <wick/loader/batch.hpp>
#include <wick/loader/detail/job_queue.hpp>
#include <wick/loader/loader_options.hpp>
#include <wick/loader/statistics.hpp>

#include "batch_context.hpp"
#include "field_batch.hpp"
#include "loader_clock.hpp"

#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace wick::detail {

/// The order of a loader's samples: `begin` starts an epoch, `next` names the samples of its next batch, at most
/// `batch_size`, or nullopt at the end.
struct SampleOrder {
  std::function<void(std::uint64_t epoch)> begin;
  std::function<std::optional<std::vector<std::int64_t>>(std::int64_t batch_size)> next;
  std::optional<std::int64_t> size = std::nullopt;  ///< Samples per epoch. Unset: not known.
};

/// What `DataLoader` and its `Epoch`s share: plans batches, keeps enough of them under way, and settles errors.
/// Thread safety: one thread at a time, the consumer; `statistics` and `reset_statistics` from any thread.
class LoaderCore {
 public:
  LoaderCore(std::shared_ptr<BatchContext> context, SampleOrder order, ResolvedLoaderOptions options,
             std::int64_t dataset_size);

  /// Begins an epoch, ending the one under way. Returns the ticket to it.
  std::uint64_t begin_epoch(std::uint64_t epoch);

  /// `Epoch::next`.
  std::optional<Batch> next(std::uint64_t ticket);

  /// Takes the memory of the batches that are going to be under way, as far as it can be told from the first sample:
  /// page-locked memory takes long to make.
  void reserve_memory();

  /// Ends the epoch if it is still the current one: nothing of it runs afterwards.
  void leave(std::uint64_t ticket) noexcept;

  std::optional<std::int64_t> samples() const noexcept { return order_.size; }
  std::optional<std::int64_t> batches() const noexcept;
  const ResolvedLoaderOptions& options() const noexcept { return options_; }

  Statistics statistics() const;
  void reset_statistics();

 private:
  std::optional<Batch> next_batch();
  Batch deliver(FieldBatch& batch);
  void look_after_copies();
  void pass(const BatchPlan& plan);
  void await_consumer();
  void await_copies_for_room();
  void fill(bool asked);
  bool has_room(bool asked) const;
  bool fits_memory() const;
  std::int64_t memory_limit() const;
  void start(BatchPlan plan, bool at_front);
  void make_again(FieldBatch& batch, BatchPlan plan);
  std::optional<BatchPlan> next_plan();
  std::optional<Batch> end_of_plans();
  void check_indices(const std::vector<std::int64_t>& indices) const;

  void settle(FieldBatch& batch);
  std::int64_t substitute(std::int64_t index, int failed) const;
  void throw_pending();
  [[noreturn]] void throw_failed(const BatchPlan& plan, std::exception_ptr failure) const;

  // Constant after construction.
  const std::shared_ptr<BatchContext> context_;
  const ResolvedLoaderOptions options_;
  const std::int64_t dataset_size_;
  const int cores_;  // To find out reads files, which statistics that are asked for often should not.

  LoaderClock clock_;

  // Consumer thread only.
  SampleOrder order_;
  std::uint64_t ticket_ = 0;
  std::uint64_t epoch_ = 0;
  std::int64_t next_number_ = 0;
  bool planned_all_ = true;
  std::exception_ptr plan_error_;      // The sampler's; thrown after the batches that were planned before it.
  std::int64_t errors_tolerated_ = 0;  // In this epoch.
  std::deque<std::exception_ptr> pending_errors_;       // To be thrown by the next calls.
  std::deque<std::unique_ptr<DeviceCopy>> copies_;      // Of delivered batches: the device may still read host memory.
  std::deque<std::unique_ptr<DeviceEvent>> delivered_;  // Where the caller's stream was when it got its last batches.
  JobQueue queue_;                                      // Last: its jobs use what is above.
};

}  // namespace wick::detail
