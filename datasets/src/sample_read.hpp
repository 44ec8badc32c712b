// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/scratch.hpp>
#include <wick/datasets/stage_times.hpp>
#include <wick/transforms/sample_random.hpp>
#include <wick/transforms/strided.hpp>

#include "pipeline.hpp"

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <optional>

namespace wick::detail {

/// The way of one sample, from its source through a pipeline. Used by one thread, for one sample.
class SampleRead {
 public:
  /// `array` is what the sample is believed to be. `times` may be null. `running` is the transform at work, null
  /// between them, for whoever must say which one threw. All are borrowed.
  SampleRead(const Source& source, const Pipeline& pipeline, const SampleKey& key, const ArrayInfo& array,
             Scratch& scratch, StageTimes* times, const Transform*& running);

  /// Writes the transformed sample to `target`, whose dtype and shape are `expected`. Returns false if the source's
  /// array is not the believed one. Throws whatever source and transforms throw, and `Error` when the result is not as
  /// expected.
  bool into(const TensorInfo& expected, const StridedTarget& target);

  /// The transformed sample in memory of its own; nullopt if the source's array is not the believed one.
  std::optional<at::Tensor> tensor();

 private:
  /// Whose memory the transforms work in: a transform of the user's may keep its input, and scratch would change under
  /// it.
  enum class Memory { scratch, own };

  bool elementwise_into(const StridedTarget& target);
  bool read_payload(std::byte* target);
  std::int64_t numbers_bytes() const;
  std::optional<StridedSource> read_numbers(std::byte* data);
  const Shape& shape() const noexcept;
  std::vector<std::int64_t> strides() const;
  bool is_tensor_as_it_is(const Conversion& conversion) const;

  std::optional<at::Tensor> transformed(Memory memory);
  std::optional<at::Tensor> first_input(Memory memory);
  std::optional<at::Tensor> payload_tensor(Memory memory);
  std::optional<at::Tensor> converted_payload(Memory memory, const Conversion& conversion);
  at::Tensor apply(const AnyTransform& transform, at::Tensor tensor, SampleRandom& random);
  at::Tensor converted(at::Tensor tensor, const ConversionCache& run);
  void convert(const Conversion& conversion, const StridedSource& source, const StridedTarget& target);

  const Source& source_;
  const Pipeline& pipeline_;
  const SampleKey& key_;
  const ArrayInfo& array_;
  Scratch& scratch_;
  StageTimes* times_;
  const Transform*& running_;

  NumericForm form_;
  Shape text_shape_;  // of strings: with the characters
  std::int64_t payload_bytes_;
};

}  // namespace wick::detail
