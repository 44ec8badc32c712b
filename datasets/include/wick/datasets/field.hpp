// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/source.hpp>
#include <wick/transforms/transform.hpp>

#include <string>
#include <vector>

namespace wick {

/// One named part of each sample: where it comes from and what is done to it.
struct Field {
  std::string name;
  SourcePtr source;
  std::vector<AnyTransform> transforms = {};
};

}  // namespace wick
