// SPDX-License-Identifier: MIT
#include "pipeline.hpp"

#include <wick/error.hpp>

#include "unsupported_dtype.hpp"

#include <fmt/format.h>

#include <utility>

namespace wick::detail {
namespace {

// Whether a transform tells what it makes: asked of a sample that may not suit it, since no real one is at hand.
// Objecting to it is an answer too.
bool tells_output(const Transform& transform) {
  try {
    return transform.infer({at::kFloat, {1, 1, 1}}).has_value();
  } catch (const std::exception&) {
    return true;
  }
}

bool is_cast(const AnyTransform& transform) {
  const ElementwiseStep* step = transform->elementwise();
  return step != nullptr && std::holds_alternative<CastStep>(*step);
}

TensorInfo after(const ConversionCache& run, TensorInfo info) {
  const auto element = element_type(info.dtype);
  if (!element) throw Error(fmt::format("elements of dtype {} cannot be converted", c10::toString(info.dtype)));
  const Conversion& conversion = run.from(*element);
  conversion.check(info.shape);
  return {conversion.result_type(), std::move(info.shape)};
}

}  // namespace

Pipeline::Pipeline(const std::vector<AnyTransform>& transforms) {
  std::vector<ElementwiseStep> run;
  for (const AnyTransform& transform : transforms) {
    if (transform.operator->() == nullptr) throw Error("a transform is null");
    if (const ElementwiseStep* step = transform->elementwise()) {
      run.push_back(*step);
    } else {
      stages_.emplace_back(std::exchange(run, {}), transform);
      can_infer_ = can_infer_ && tells_output(*transform);
    }
  }
  last_.emplace(std::move(run));
  if (!transforms.empty() && is_cast(transforms.front())) long_doubles_ = LongDoubles::as_double;
  // Compiled once for a type that all steps take, so that those that make no sense are found here and not at a sample.
  for (const Stage& stage : stages_) stage.before.from(ElementType::float32);
  last_->from(ElementType::float32);
}

std::optional<TensorInfo> Pipeline::infer(const ArrayInfo& array) const {
  const ConversionCache& first = stages_.empty() ? *last_ : stages_.front().before;
  const NumericForm form = form_of(array.dtype);
  const Conversion& conversion = first.from(form.element);
  std::optional<TensorInfo> info = TensorInfo{conversion.result_type(), form.shape(array.shape)};
  conversion.check(info->shape);
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    info = stages_[i].transform->infer(*info);
    if (!info) return std::nullopt;
    info = after(i + 1 < stages_.size() ? stages_[i + 1].before : *last_, *std::move(info));
  }
  return info;
}

NumericForm Pipeline::form_of(const Dtype& dtype) const {
  const auto form = numeric_form(dtype, long_doubles_);
  if (!form) throw Error(unsupported_dtype(dtype));
  return *form;
}

}  // namespace wick::detail
