// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/elementwise.hpp>

#include "stage.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace wick::detail {

enum class AffineKind {
  multiply,         ///< x * a
  subtract_divide,  ///< (x - a) / b
  multiply_add,     ///< x * a + b
};

/// Scale, Normalize, or several of them merged: one pair of coefficients per channel, or one for all.
struct Affine {
  AffineKind kind = AffineKind::multiply;
  std::vector<double> a;
  std::vector<double> b;
  std::int64_t dim = 0;
};

/// Throws `Error` when the factor is not finite.
Affine affine(const ScaleStep& step);

/// Throws `Error` when the lengths differ or are 0, or a mean is not finite, or a std is 0 or not finite.
Affine affine(const NormalizeStep& step);

/// `second` after `first` as one multiply-add; nullopt where the channels do not correspond, or the coefficients are
/// beyond the normal numbers of `type`, which is float32 or float64.
std::optional<Affine> merge(const Affine& first, const Affine& second, ElementType type);

/// Whether `affine_stage` can convert from `source` to `type` on the way.
bool affine_converts(ElementType source, ElementType type) noexcept;

/// The loop over elements of `source`, which is `type`, a floating or complex one, or as `affine_converts` says.
std::unique_ptr<const Stage> affine_stage(ElementType source, ElementType type, const Affine& affine);

}  // namespace wick::detail
