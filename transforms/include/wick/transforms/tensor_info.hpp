// SPDX-License-Identifier: MIT
#pragma once

#include <c10/core/ScalarType.h>

#include <cstdint>
#include <vector>

namespace wick {

/// The dtype and shape of a tensor that need not exist yet.
struct TensorInfo {
  at::ScalarType dtype = at::ScalarType::Float;
  std::vector<std::int64_t> shape;

  /// Elements: the product of the shape; 1 for 0-d, 0 where an extent is 0, however large the others are. Throws
  /// `Error` when an extent is negative or int64 cannot count them.
  std::int64_t count() const;

  /// Bytes of a contiguous tensor of this kind. Throws as `count`.
  std::int64_t bytes() const;

  bool operator==(const TensorInfo&) const = default;
};

}  // namespace wick
