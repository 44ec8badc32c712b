// SPDX-License-Identifier: MIT
#pragma once

#include <c10/core/ScalarType.h>

#include <cstdint>
#include <variant>
#include <vector>

namespace wick {

/// What becomes of a value that the wanted dtype cannot hold. Fractions are no such value (they are truncated toward
/// zero), nor is anything cast to bool (true unless 0) or the imaginary part of what is cast to a real dtype (it is
/// dropped).
enum class OutOfRange {
  /// As torch: integers keep their low bits; floats are truncated first; floats too large for a float dtype become
  /// infinite. Where torch leaves it open, the same rule: beyond int64 the low bits too, and NaN and the infinities
  /// become integer 0.
  wrap,
  /// The nearest finite value that the dtype holds. To an integer, NaN becomes 0; to a float, infinities and NaN stay.
  saturate,
  /// An `Error` that names the value. To an integer, NaN counts; to a float, infinities and NaN do not.
  raise,
};

/// Change of dtype. float16 and bfloat16 round through float32, as torch does.
struct CastStep {
  at::ScalarType dtype = at::ScalarType::Float;
  OutOfRange out_of_range = OutOfRange::wrap;
};

/// x * factor.
struct ScaleStep {
  double factor = 1;
};

/// (x - mean[c]) / std[c], where c is the element's index along dimension `dim` (negative: from the end).
/// One mean and std serve every element, whatever the shape.
struct NormalizeStep {
  std::vector<double> mean;
  std::vector<double> std;
  std::int64_t dim = 0;
};

/// One step that treats every element alike. A run of them folds into one conversion.
using ElementwiseStep = std::variant<CastStep, ScaleStep, NormalizeStep>;

}  // namespace wick
