// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/transforms/lambda.hpp>
#include <wick/transforms/transform.hpp>

namespace wick {

std::optional<TensorInfo> Transform::infer(const TensorInfo&) const { return std::nullopt; }

AnyTransform::AnyTransform(std::shared_ptr<const Transform> transform) : transform_(std::move(transform)) {
  if (!transform_) throw Error("AnyTransform: the pointer is null; give a transform");
}

AnyTransform::AnyTransform(Function function) : transform_(std::make_shared<const Lambda>(std::move(function))) {}

}  // namespace wick
