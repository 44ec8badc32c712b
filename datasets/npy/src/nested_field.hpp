// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype_field.hpp>

namespace wick::detail {

/// `inner`, a field of the structure `outer`, seen from the row of `outer`. Keeps its name.
inline DtypeField nested_field(const DtypeField& outer, DtypeField inner) {
  inner.offset += outer.offset;
  inner.shape.insert(inner.shape.begin(), outer.shape.begin(), outer.shape.end());
  inner.strides.insert(inner.strides.begin(), outer.strides.begin(), outer.strides.end());
  return inner;
}

}  // namespace wick::detail
