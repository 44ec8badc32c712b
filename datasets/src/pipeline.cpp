// SPDX-License-Identifier: MIT
#include "pipeline.hpp"

#include <wick/datasets/element_of.hpp>
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
  // Compiled once for a type that all steps take, so that those that make no sense are found here and not at a sample.
  for (const Stage& stage : stages_) stage.before.from(ElementType::float32);
  last_->from(ElementType::float32);
}

std::optional<TensorInfo> Pipeline::infer(const ArrayInfo& array) const {
  const ConversionCache& first = stages_.empty() ? *last_ : stages_.front().before;
  const Conversion& conversion = first.from(require_element(array.dtype));
  conversion.check(array.shape);
  std::optional<TensorInfo> info = TensorInfo{conversion.result_type(), array.shape};
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    info = stages_[i].transform->infer(*info);
    if (!info) return std::nullopt;
    info = after(i + 1 < stages_.size() ? stages_[i + 1].before : *last_, *std::move(info));
  }
  return info;
}

ElementType require_element(const Dtype& dtype) {
  const auto element = element_of(dtype);
  if (!element) throw Error(unsupported_dtype(dtype));
  return *element;
}

}  // namespace wick::detail
