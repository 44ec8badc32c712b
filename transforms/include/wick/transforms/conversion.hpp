// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/element_type.hpp>
#include <wick/transforms/elementwise.hpp>
#include <wick/transforms/strided.hpp>
#include <wick/transforms/tensor_info.hpp>

#include <memory>
#include <span>

namespace wick {

/// A run of elementwise steps, made into one pass over the elements: any element type, byte order and strides in, any
/// element type and strides out. The engine's own: what a run of Cast, Scale and Normalize becomes. Users who have
/// arrays to convert call `copy_numpy`.
///
/// The result has the very bits that the same torch operations give one after the other (mean and std as tensors of the
/// dtype), with two exceptions. Where n Scale and Normalize steps meet in float32 or float64, they are merged into one
/// multiply-add, and the result differs from torch's by at most (3 n + 2) eps T: eps is 2**-23 or 2**-52, T is what the
/// same steps make of magnitudes, |x * factor| or (|x| + |mean|) / |std|. (Unless torch's intermediate results overflow
/// or underflow.) Complex numbers are scaled and normalised part by part, which differs by a few eps. Thread safety:
/// constant after construction; `run` may be called from any number of threads at once.
class Conversion {
 public:
  /// Fixes the types. Elements of `source` first become `tensor_type(source)`, unless the first step is a Cast, which
  /// takes them as they are; then the steps apply in order. Scale and Normalize turn integers and bools into float32,
  /// as torch does. Throws `Error` when a step makes no sense (mean and std of different lengths, std of 0, a dtype
  /// that is no element type).
  Conversion(ElementType source, std::span<const ElementwiseStep> steps);
  ~Conversion();
  Conversion(Conversion&&) noexcept;
  Conversion& operator=(Conversion&&) noexcept;

  ElementType source_type() const noexcept;

  /// dtype of the result.
  at::ScalarType result_type() const noexcept;

  /// The result has the source's very bytes, if byte order allows: nothing to compute.
  bool is_identity() const noexcept;

  /// Throws `Error` when arrays of this shape cannot be converted (per-channel means that do not fit the dimension).
  void check(std::span<const std::int64_t> shape) const;

  /// Converts every element. `target.type` is the element type of `result_type()`; the shapes are equal.
  /// The regions must not overlap. Throws `Error` when types or shapes are others, and for values that do not fit
  /// (OutOfRange::raise, or an uint64 that int64 cannot hold); some elements are written then.
  void run(const StridedSource& source, const StridedTarget& target) const;

 private:
  struct Program;
  std::unique_ptr<const Program> program_;
};

}  // namespace wick
