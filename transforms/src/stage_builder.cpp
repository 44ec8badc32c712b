// SPDX-License-Identifier: MIT
#include "stage_builder.hpp"

#include <wick/error.hpp>

#include "cast_kernels.hpp"
#include "element_traits.hpp"

#include <fmt/format.h>

#include <utility>

namespace wick::detail {
namespace {

class CastStage : public Stage {
 public:
  explicit CastStage(CastKernel kernel) : kernel_(kernel) {}

  void run(const std::byte* in, std::byte* out, std::int64_t count, ChannelPosition) const override {
    kernel_(in, out, count);
  }

 private:
  CastKernel kernel_;
};

ElementType require_element_type(at::ScalarType dtype) {
  if (const auto type = element_type(dtype)) return *type;
  throw Error(fmt::format("Cast: dtype {} cannot be converted to; use bool, an integer, a float or a complex dtype",
                          c10::toString(dtype)));
}

RangeRule cast_rule(OutOfRange policy, ElementType to) {
  return {policy, fmt::format("Cast({})", element_name(to)),
          fmt::format("does not fit in {}{}: use a wider dtype, or OutOfRange::saturate or OutOfRange::wrap",
                      element_name(to), range_text(to))};
}

RangeRule widening_rule(ElementType from, ElementType to) {
  return {
      OutOfRange::raise, fmt::format("{} as a tensor", element_name(from)),
      fmt::format("does not fit in {0}{1}, which holds {2} where LibTorch (before 2.3) has no such dtype: put a Cast, "
                  "say to float64, before all other transforms",
                  element_name(to), range_text(to), element_name(from))};
}

}  // namespace

void StageBuilder::add(std::span<const ElementwiseStep> steps) {
  // A Cast that comes first takes the value from the file's own type.
  if (steps.empty() || !std::holds_alternative<CastStep>(steps.front())) widen_for_torch();
  for (const ElementwiseStep& step : steps) {
    if (const auto* cast_step = std::get_if<CastStep>(&step)) add(*cast_step);
    if (const auto* scale = std::get_if<ScaleStep>(&step)) add(affine(*scale));
    if (const auto* normalize = std::get_if<NormalizeStep>(&step)) add(affine(*normalize));
  }
  flush();
}

void StageBuilder::add(const CastStep& step) {
  flush();
  const ElementType to = require_element_type(step.dtype);
  cast(to, cast_rule(step.out_of_range, to));
}

void StageBuilder::add(const Affine& next) {
  if (!is_floating(type_) && !is_complex(type_)) {
    flush();
    cast(ElementType::float32, {});
  }
  if (pending_ && (type_ == ElementType::float32 || type_ == ElementType::float64)) {
    if (auto merged = merge(*pending_, next, type_)) {
      pending_ = std::move(merged);
      return;
    }
  }
  flush();
  pending_ = next;
}

void StageBuilder::widen_for_torch() {
  const ElementType to = require_element_type(tensor_type(type_));
  cast(to, widening_rule(type_, to));
}

void StageBuilder::cast(ElementType to, const RangeRule& rule) {
  while (type_ != to) {
    const ElementType from = type_;
    const ElementType next = next_type(from, to);
    RangeStage range = range_stage(from, next, rule);
    if (range.stage) stages_.push_back(std::move(range.stage));
    if (!range.casts) stages_.push_back(std::make_unique<CastStage>(cast_kernel(from, next)));
    type_ = next;
    cast_from_ = range.casts ? std::nullopt : std::optional(from);
  }
}

void StageBuilder::flush() {
  if (!pending_) return;
  ElementType from = type_;
  if (cast_from_ && affine_converts(*cast_from_, type_)) {
    // One loop instead of two.
    stages_.pop_back();
    from = *cast_from_;
  }
  stages_.push_back(affine_stage(from, type_, *pending_));
  pending_.reset();
  cast_from_.reset();
}

}  // namespace wick::detail
