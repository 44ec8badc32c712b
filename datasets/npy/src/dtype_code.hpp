// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>

#include <optional>
#include <string_view>

namespace wick::detail {

/// The dtype of a code as `dtype.str` is: an optional byte order (`<`, `>`, `=`, `|`), a kind and a size (`<f4`, `|S5`,
/// `<M8[25us]`). Without a byte order, or with one that means nothing, this machine's. `descr` is NumPy's own spelling.
/// nullopt if NumPy has no such code, or for its other names of dtypes (`float32`, `f`, `?`), which files do not
/// contain.
std::optional<Dtype> parse_dtype_code(std::string_view code);

}  // namespace wick::detail
