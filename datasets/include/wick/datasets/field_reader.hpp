// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/field.hpp>
#include <wick/datasets/scratch.hpp>
#include <wick/datasets/stage_times.hpp>
#include <wick/transforms/sample_random.hpp>
#include <wick/transforms/strided.hpp>
#include <wick/transforms/tensor_info.hpp>

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <optional>

namespace wick {

namespace detail {
class Pipeline;
}

/// What the samples of a field are before and after the transforms. To users, what `FieldReader::info` tells.
struct SampleInfo {
  ArrayInfo array;
  TensorInfo tensor;

  bool operator==(const SampleInfo&) const = default;
};

/// Reads samples of one field: bytes from the source, through the transforms, to where the caller wants them. What
/// loaders are made of; to users, a way to single samples into memory of their own. Most want `NumpyDataset::get`.
///
///     identity:            source ------------------------------> target
///     elementwise steps:   source -> scratch -> conversion -----> target
///     general transforms:  source -> scratch -> transforms -> ... -> last elementwise steps -> target
///
/// Samples have the dtypes that `copy_numpy` gives arrays: datetimes are int64, strings codes with one more dimension,
/// float8 is float32. Long doubles are read where the first transform is a Cast. Structures are refused, with
/// `numpy_field` as the way out, and bytes without a meaning with `numpy_view`.
///
/// Sources and transforms run isolated from the other tasks of TBB. Around the calls, a thread that does nothing but
/// load has a `detail::WorkerGuard`. Copies are cheap and share everything.
///
/// Thread safety: constant after construction but for caches; all methods may be called from any number of threads at
/// once, each call with a Scratch of its own.
class FieldReader {
 public:
  /// Throws `Error` when the field has no source, a transform is null, or one makes no sense (a std of 0).
  explicit FieldReader(Field field);

  const Field& field() const noexcept { return field_; }

  /// What sample `index` is and becomes, without reading its payload; nullopt when only running the transforms tells.
  /// Throws `SampleError`.
  std::optional<SampleInfo> info(std::int64_t index) const;

  /// The transforms' output is known without running them. Found out by asking each for an example's: one that knows
  /// for some samples only makes `info` of the others nullopt.
  bool can_infer() const noexcept;

  /// Reads sample `key.index`, which the caller believes to be `info`, and writes it to `target` (type and shape of
  /// `info.tensor`). Returns false if the source's array is unlike `info.array`; target is then undefined.
  /// `times` may be null; what passes is added. Throws `SampleError`, with the cause nested.
  [[nodiscard]] bool read_into(const SampleKey& key, const SampleInfo& info, const StridedTarget& target,
                               Scratch& scratch, StageTimes* times) const;

  /// The sample as a tensor with memory of its own, contiguous or not as the transforms leave it.
  /// `times` may be null; what passes is added. Throws `SampleError`, with the cause nested.
  at::Tensor read(const SampleKey& key, Scratch& scratch, StageTimes* times) const;

 private:
  struct Guess;
  class Times;

  Field field_;
  std::shared_ptr<const detail::Pipeline> pipeline_;
  std::shared_ptr<Guess> guess_;
  std::shared_ptr<Times> times_;
};

}  // namespace wick
