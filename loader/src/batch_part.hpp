// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/batch.hpp>

#include "batch_context.hpp"
#include "batch_plan.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace wick::detail {

/// One field of a batch in the making. Its steps are those of `FieldBatch`; `measure`, `cover` and `read` run on
/// workers, each position or chunk in one task; the others while no task runs.
class BatchPart {
 public:
  using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;

  BatchPart(BatchContext& context, std::size_t field, const BatchPlan& plan);

  const FieldReader& reader() const noexcept { return way_.reader; }
  const DeviceConversion& on_device() const noexcept { return way_.on_device; }

  /// Samples must be looked at before they can be laid out: their headers, or all of them if only running the
  /// transforms tells.
  bool needs_measure() const noexcept { return !common_; }
  bool needs_whole_samples() const noexcept { return needs_measure() && must_run_; }
  void begin_measure();

  /// Returns false when the batch has to be made again, with whole samples.
  bool measure(std::size_t position, Scratch& scratch, StageTimes& times);

  /// Asks the collate for the layout. Throws `CollateError`, and `Error` that names the field.
  void lay_out();

  /// After `lay_out` threw `CollateError`: whether that is because the samples are of several dtypes, which the
  /// transforms that were left to the device would make one. The batch is then to be made again, and so are all later
  /// ones on the host.
  bool needs_host() const noexcept;

  /// Takes memory for the batch tensor. Returns the bytes that this costs.
  std::int64_t allocate();

  /// Writes the fill value to the whole tensor, in chunks; 0 of them if samples cover everything.
  std::int64_t cover_chunks() const noexcept;
  void cover(std::int64_t chunk) const;

  /// Reads a sample into its place, and adds to `times`, if any, what passed. Returns false when the sample is not what
  /// the batch was laid out for.
  bool read(std::size_t position, Scratch& scratch, StageTimes* times);

  /// Bytes of the batch tensor on the device. Throws `Error` when what the device is to do does not suit it.
  std::int64_t device_bytes() const;

  /// Payload bytes of all samples. After `lay_out`.
  std::int64_t source_bytes() const;

  /// Gives up the batch tensor's memory.
  void release() { memory_.reset(); }

  /// Adds the batch tensor, which now owns the memory, and what the collate has to say about it.
  void deliver(NamedTensors& tensors, NamedTensors& extras);

 private:
  std::shared_ptr<const BatchLayout> make_layout();
  void check_extras() const;
  bool read_source(std::size_t position, Scratch& scratch, StageTimes* times);
  void place_whole(std::size_t position, StageTimes* times);
  StridedTarget target(std::size_t position, const TensorInfo& sample) const;
  SampleKey key(std::size_t position) const noexcept;

  // Constant after construction.
  BatchContext& context_;
  const std::size_t field_;
  const BatchPlan& plan_;
  BatchContext::Way& way_;
  const bool must_run_;  // The transforms: nothing else tells what they make.

  std::shared_ptr<const SampleInfo> common_;  // All samples are like this; or:
  std::vector<SampleInfo> infos_;             // one for each sample; or:
  std::vector<at::Tensor> whole_;             // the samples themselves, transforms done,
  std::vector<std::int64_t> whole_bytes_;     // and the payload bytes that each took.
  std::shared_ptr<const BatchLayout> layout_;
  std::shared_ptr<std::byte> memory_;
};

}  // namespace wick::detail
