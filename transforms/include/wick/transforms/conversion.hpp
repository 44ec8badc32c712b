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
/// element type and strides out.
///
/// The result is that of the same torch operations one after the other; where Scale and Normalize meet in float32 or
/// float64, they are merged into one multiply-add (docs and tests state the tolerance).
/// Thread safety: constant after construction; `run` may be called from any number of threads at once.
class Conversion {
 public:
  /// Fixes the types. Elements of `source` first become `tensor_type(source)`; then the steps apply in order.
  /// Scale and Normalize turn integers and bools into float32, as torch does.
  /// Throws `Error` when a step makes no sense (mean and std of different lengths, std of 0).
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
  /// The regions must not overlap. Throws `Error` (OutOfRange::raise, or an uint64 that int64 cannot hold).
  void run(const StridedSource& source, const StridedTarget& target) const;

 private:
  struct Program;
  std::unique_ptr<const Program> program_;
};

}  // namespace wick
