// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/source.hpp>
#include <wick/transforms/transform.hpp>

#include "conversion_cache.hpp"
#include "numeric_form.hpp"

#include <deque>
#include <optional>
#include <vector>

namespace wick::detail {

/// A field's transforms, compiled: runs of elementwise steps between those that are not elementwise.
///
///     [run, transform], [run, transform], ..., run          every run may be empty
///
/// Thread safety: as ConversionCache.
class Pipeline {
 public:
  /// A transform and the run before it.
  struct Stage {
    Stage(std::vector<ElementwiseStep> steps, AnyTransform transform)
        : before(std::move(steps)), transform(std::move(transform)) {}

    ConversionCache before;
    AnyTransform transform;
  };

  /// Throws `Error` on a null transform and on steps that make no sense.
  explicit Pipeline(const std::vector<AnyTransform>& transforms);

  const std::deque<Stage>& stages() const noexcept { return stages_; }
  const ConversionCache& last() const noexcept { return *last_; }

  /// Every transform tells its output's dtype and shape in advance.
  bool can_infer() const noexcept { return can_infer_; }

  /// How the bytes of samples of this dtype are read: long doubles only where the first thing done is a cast. Throws
  /// `Error` naming a dtype that tensors lack.
  NumericForm form_of(const Dtype& dtype) const;

  /// What an array becomes; nullopt when a transform does not tell. Throws `Error` when the transforms cannot work on
  /// it.
  std::optional<TensorInfo> infer(const ArrayInfo& array) const;

 private:
  std::deque<Stage> stages_;
  std::optional<ConversionCache> last_;
  bool can_infer_ = true;
  LongDoubles long_doubles_ = LongDoubles::refused;
};

}  // namespace wick::detail
