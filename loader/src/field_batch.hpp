// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/batch.hpp>
#include <wick/loader/detail/job.hpp>

#include "batch_context.hpp"
#include "batch_part.hpp"
#include "batch_plan.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace wick::detail {

/// One batch of a dataset's samples in the making. The way of the data:
///
///     measure   headers of samples that may differ; whole samples whose transforms must run to know their shape
///     lay out   each field's collate places the samples; memory is taken
///     cover     elements that no sample covers get the fill value, if there are any
///     read      every sample is read, converted and written into its place
///
/// An error of a sample does not keep the others from going on; it is in `errors` afterwards.
class FieldBatch : public Job {
 public:
  FieldBatch(std::shared_ptr<BatchContext> context, BatchPlan plan);
  ~FieldBatch() override;

  int begin_phase() override;
  void run(int task, const std::atomic<bool>& cancelled) override;

  // After completion, on the consumer's thread.

  const BatchPlan& plan() const noexcept { return plan_; }

  /// Samples that failed, by position, with their `SampleError`s. The batch is of no use if there are any.
  std::vector<std::pair<std::size_t, std::exception_ptr>> errors() const;

  /// A sample was unlike what the data set seemed to be: the batch has to be made again, now from the headers.
  bool has_unlike() const noexcept { return unlike_; }

  /// Gives up the memory of a batch that is not delivered, though workers may hold the job a moment longer.
  void release();

  /// Starts the copy to the device if there is a place ahead of the consumer and that was not done before; lets go of
  /// the host memory when it is over. One that the device refuses is tried again by `deliver`.
  void copy_ahead() noexcept;

  struct Delivered {
    Batch batch;
    std::unique_ptr<DeviceCopy> copy;  ///< Where the device may still read host memory.
    bool over_limit = false;           ///< The batch exceeds the budget of the device.
  };

  /// The tensors, over memory that they now own. Throws what the device throws.
  Delivered deliver();

 private:
  enum class Phase { begin, measure, cover, read, complete };

  int begin_measure();
  int begin_layout();
  int begin_cover();
  int begin_read();
  int complete();

  bool lay_out(BatchPart& part);
  void allocate();
  void cover(std::int64_t chunk) const;
  void measure(std::size_t position, Scratch& scratch) noexcept;
  void read(std::size_t position, Scratch& scratch, std::int64_t weight) noexcept;
  void note_error(std::size_t position) noexcept;
  bool is_good() const noexcept;
  void collect();
  std::int64_t device_bytes() const;
  std::unique_ptr<DeviceCopy> begin_copy(DevicePlace place);
  template <typename Step>
  void each_part(std::size_t position, std::int64_t weight, const Step& step) noexcept;
  int tasks() const noexcept;

  // Constant after construction.
  const std::shared_ptr<BatchContext> context_;
  const BatchPlan plan_;

  // Written while no task runs.
  Phase phase_ = Phase::begin;
  std::size_t group_ = 1;         // Samples per task of this phase.
  std::int64_t timed_every_ = 1;  // One sample of so many is timed.
  bool has_memory_ = false;

  std::deque<BatchPart> parts_;
  BatchPart::NamedTensors tensors_, extras_;  // Of a complete batch.
  std::unique_ptr<DeviceCopy> copy_;
  bool copy_refused_ = false;  // Ahead of the consumer.

  // Each element written by the one task that has the sample.
  std::vector<std::exception_ptr> errors_;
  std::atomic<bool> unlike_{false};
};

}  // namespace wick::detail
