// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/elementwise.hpp>
#include <wick/transforms/sample_random.hpp>
#include <wick/transforms/tensor_info.hpp>

#include <ATen/core/Tensor.h>

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace wick {

/// Turns one sample's tensor into another. Derive from it to make your own.
/// Thread safety: `apply` and `infer` are called from many workers at once; keep no mutable state.
class Transform {
 public:
  virtual ~Transform() = default;

  /// For messages: `Cast(float32)`.
  virtual std::string name() const = 0;

  /// The transformed sample. `tensor` is a CPU tensor that may share memory with a buffer of the loader's: change it in
  /// place if you like, return a view of it if you like, do not keep it.
  virtual at::Tensor apply(at::Tensor tensor, SampleRandom& random) const = 0;

  /// What `apply` makes of a tensor of this dtype and shape; nullopt (the default) when only `apply` can tell. Those
  /// that tell are written straight into the batch. Throws `Error` when `apply` would. Also called with an example,
  /// float32 of shape (1, 1, 1), to see whether it tells at all; what it throws then does not matter.
  virtual std::optional<TensorInfo> infer(const TensorInfo& input) const;

  /// The step that this transform is, if it treats every element alike; such steps run as one pass (`Conversion`).
  virtual const ElementwiseStep* elementwise() const noexcept { return nullptr; }
};

/// Any transform by value: what `NumpyDataset::transform` takes. Cheap to copy; copies share the transform.
/// Made from a `Transform` of any kind, or from a callable `Tensor(Tensor)` or `Tensor(Tensor, SampleRandom&)`.
class AnyTransform {
 public:
  template <std::derived_from<Transform> T>
  AnyTransform(T transform)
      : transform_(std::make_shared<const T>(std::move(transform))) {}  // NOLINT: implicit by design

  template <typename F>
  requires(!std::derived_from<std::remove_cvref_t<F>, Transform> && std::invocable<const F&, at::Tensor, SampleRandom&>)
      AnyTransform(F function)
      : AnyTransform(Function(std::move(function))) {}  // NOLINT

  template <typename F>
  requires(!std::derived_from<std::remove_cvref_t<F>, Transform> && std::invocable<const F&, at::Tensor>)
      AnyTransform(F function)  // NOLINT
      : AnyTransform(Function([function = std::move(function)](at::Tensor tensor, SampleRandom&) {
          return function(std::move(tensor));
        })) {}

  /// Throws `Error` when the pointer is null.
  AnyTransform(std::shared_ptr<const Transform> transform);  // NOLINT

  const Transform& operator*() const noexcept { return *transform_; }
  const Transform* operator->() const noexcept { return transform_.get(); }

 private:
  using Function = std::function<at::Tensor(at::Tensor, SampleRandom&)>;
  explicit AnyTransform(Function function);

  std::shared_ptr<const Transform> transform_;
};

}  // namespace wick
