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

  /// Elements: the product of the shape, 1 for 0-d.
  std::int64_t count() const noexcept;

  /// Bytes of a contiguous tensor of this kind.
  std::int64_t bytes() const noexcept;

  bool operator==(const TensorInfo&) const = default;
};

}  // namespace wick
