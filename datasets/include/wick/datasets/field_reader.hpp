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

/// What the samples of a field are before and after the transforms.
struct SampleInfo {
  ArrayInfo array;
  TensorInfo tensor;
};

/// Reads samples of one field: bytes from the source, through the transforms, to where the caller wants them.
///
///     identity:            source ------------------------------> target
///     elementwise steps:   source -> scratch -> conversion -----> target
///     general transforms:  source -> scratch -> transforms -> ... -> last elementwise steps -> target
///
/// Thread safety: constant after construction but for a cache of conversions; all methods may be called from any number
/// of threads at once, each call with a Scratch of its own.
class FieldReader {
 public:
  explicit FieldReader(Field field);

  const Field& field() const noexcept { return field_; }

  /// What sample `index` is and becomes, without reading its payload; nullopt when only running the transforms tells.
  /// Throws `SampleError`.
  std::optional<SampleInfo> info(std::int64_t index) const;

  /// The transforms' output is known without running them, for any sample.
  bool can_infer() const noexcept { return can_infer_; }

  /// Reads sample `key.index`, which the caller believes to be `info`, and writes it to `target` (type and shape of
  /// `info.tensor`). Returns false if the source's array is unlike `info.array`; target is then undefined.
  /// `times` may be null. Throws `SampleError`.
  [[nodiscard]] bool read_into(const SampleKey& key, const SampleInfo& info, const StridedTarget& target, Scratch& scratch,
                               StageTimes* times) const;

  /// The sample as a tensor with memory of its own, contiguous or not as the transforms leave it.
  /// Throws `SampleError`.
  at::Tensor read(const SampleKey& key, Scratch& scratch, StageTimes* times) const;

 private:
  struct Pipeline;

  Field field_;
  bool can_infer_ = true;
  std::shared_ptr<const Pipeline> pipeline_;
};

}  // namespace wick
