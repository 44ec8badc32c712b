// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/source.hpp>
#include <wick/transforms/transform.hpp>

#include <string>
#include <vector>

namespace wick {

/// One named part of each sample: where it comes from and what is done to it.
struct Field {
  /// Not empty, and no other field's of the dataset.
  std::string name;

  /// One array per sample; not null.
  SourcePtr source;

  /// Applied in this order.
  std::vector<AnyTransform> transforms = {};
};

}  // namespace wick
