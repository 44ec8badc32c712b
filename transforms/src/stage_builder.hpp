// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/elementwise.hpp>

#include "affine.hpp"
#include "range.hpp"
#include "stage.hpp"

#include <optional>
#include <span>
#include <utility>

namespace wick::detail {

/// Turns elementwise steps into the loops that a block goes through.
class StageBuilder {
 public:
  explicit StageBuilder(ElementType source) : type_(source) {}

  /// Adds all steps. Once.
  void add(std::span<const ElementwiseStep> steps);

  /// The type after the last stage.
  ElementType type() const noexcept { return type_; }

  Stages take() { return std::move(stages_); }

 private:
  void add(const CastStep& step);
  void add(const Affine& next);
  void widen_for_torch();
  void cast(ElementType to, const RangeRule& rule);
  void flush();

  ElementType type_;
  Stages stages_;
  // Not yet a stage, since the next step may merge with it.
  std::optional<Affine> pending_;
  // What the last stage casts from, if it does nothing else.
  std::optional<ElementType> cast_from_;
};

}  // namespace wick::detail
