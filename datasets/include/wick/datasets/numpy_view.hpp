// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/source.hpp>
#include <wick/npy/dtype.hpp>

namespace wick {

/// The same bytes as elements of another dtype: array i is `source[i].view(dtype)`. For what a file does not say, as
/// that the `<V2` of ml_dtypes are bfloat16:
///
///     numpy_view(npy_rows("w.npy"), ml_dtype("bfloat16"))
///
/// Costs nothing: samples are read straight to where they are wanted, as from `source`. Throws `Error` when the source
/// is null or the dtype holds Python objects; that elements have another size is an `NpyError` of each array.
SourcePtr numpy_view(SourcePtr source, Dtype dtype);

}  // namespace wick
