// SPDX-License-Identifier: MIT
#pragma once

#include <c10/core/ScalarType.h>

#include <cstdint>
#include <variant>
#include <vector>

namespace wick {

/// What becomes of a value that the wanted dtype cannot hold.
enum class OutOfRange {
  wrap,      ///< As torch: integers keep their low bits; floats are truncated toward zero first. NaN becomes 0.
  saturate,  ///< The nearest value that the dtype holds. NaN becomes 0.
  raise,     ///< An `Error` that names the value. NaN to an integer counts.
};

/// Change of dtype.
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
