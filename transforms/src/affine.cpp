// SPDX-License-Identifier: MIT
#include "affine.hpp"

#include <wick/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wick::detail {
namespace {

// One channel as x * scale + shift.
struct Line {
  double scale;
  double shift;
};

Line line(const Affine& affine, std::size_t channel) {
  const std::size_t i = affine.a.size() == 1 ? 0 : channel;
  switch (affine.kind) {
    case AffineKind::multiply:
      return {affine.a[i], 0};
    case AffineKind::subtract_divide:
      return {1 / affine.b[i], -affine.a[i] / affine.b[i]};
    case AffineKind::multiply_add:
      break;
  }
  return {affine.a[i], affine.b[i]};
}

Line compose(const Line& first, const Affine& second, std::size_t channel) {
  const std::size_t i = second.a.size() == 1 ? 0 : channel;
  if (second.kind == AffineKind::subtract_divide) {
    return {first.scale / second.b[i], (first.shift - second.a[i]) / second.b[i]};
  }
  const Line then = line(second, channel);
  return {first.scale * then.scale, first.shift * then.scale + then.shift};
}

bool is_normal(double value, ElementType type) {
  return type == ElementType::float32 ? std::isnormal(static_cast<float>(value)) : std::isnormal(value);
}

}  // namespace

Affine affine(const ScaleStep& step) {
  if (!std::isfinite(step.factor)) throw Error(fmt::format("Scale({}): give a finite factor", step.factor));
  return {AffineKind::multiply, {step.factor}, {0}, 0};
}

Affine affine(const NormalizeStep& step) {
  if (step.mean.empty() || step.mean.size() != step.std.size()) {
    throw Error(
        fmt::format("Normalize: {} means and {} stds: give one mean and one std per channel, or one of each for all",
                    step.mean.size(), step.std.size()));
  }
  for (std::size_t i = 0; i < step.mean.size(); ++i) {
    if (!std::isfinite(step.mean[i]))
      throw Error(fmt::format("Normalize: mean[{}] is {}: give a finite number", i, step.mean[i]));
    if (!std::isfinite(step.std[i]) || step.std[i] == 0) {
      throw Error(
          fmt::format("Normalize: std[{}] is {}: it divides, so give a finite number that is not 0", i, step.std[i]));
    }
  }
  return {AffineKind::subtract_divide, step.mean, step.std, step.dim};
}

std::optional<Affine> merge(const Affine& first, const Affine& second, ElementType type) {
  const std::size_t channels = std::max(first.a.size(), second.a.size());
  const bool both = first.a.size() > 1 && second.a.size() > 1;
  // Dimensions 0 and -3 may be the same one; without the shape that is not known, and not worth waiting for.
  if (both && (first.a.size() != second.a.size() || first.dim != second.dim)) return std::nullopt;
  Affine merged{AffineKind::multiply_add, {}, {}, first.a.size() > 1 ? first.dim : second.dim};
  for (std::size_t channel = 0; channel < channels; ++channel) {
    const Line result = compose(line(first, channel), second, channel);
    if (!is_normal(result.scale, type)) return std::nullopt;
    if (result.shift != 0 && !is_normal(result.shift, type)) return std::nullopt;
    merged.a.push_back(result.scale);
    merged.b.push_back(result.shift);
  }
  return merged;
}

}  // namespace wick::detail
