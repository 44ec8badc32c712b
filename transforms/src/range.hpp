// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/elementwise.hpp>

#include "stage.hpp"

#include <memory>
#include <string>

namespace wick::detail {

/// What has to be done to elements of type `from` before (or instead of) the cast kernel to `to`.
struct RangeStage {
  std::unique_ptr<const Stage> stage;  ///< Null where every value fits.
  bool casts = false;                  ///< The stage's result is of type `to` already; else still of type `from`.
};

/// How values that do not fit are treated, and the words around the value where that is an error:
/// `Cast(uint8): 300 does not fit in uint8 (0 to 255); use ...`.
struct RangeRule {
  OutOfRange policy = OutOfRange::wrap;
  std::string place;
  std::string reason;
};

/// The stage that does what the rule says, for a pair with `next_type(from, to) == to`. None where all wraps.
RangeStage range_stage(ElementType from, ElementType to, const RangeRule& rule);

/// ` (0 to 255)` for an integer type, else nothing.
std::string range_text(ElementType type);

}  // namespace wick::detail
