// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>

#include <span>
#include <string_view>

namespace wick {

/// A dtype of the Python package ml_dtypes, by its name there: `bfloat16`, `float8_e4m3fn`, `float8_e5m2`,
/// `float8_e4m3fnuz`, `float8_e5m2fnuz`. Of kind `V`, 2 bytes or 1; `descr` is the name.
///
/// No header names these: NumPy writes them as bytes without a meaning (`<V2`, `<V1`), as it does with records of other
/// people. So nothing but the user knows what they are, and says it: `load_npy(path).view(ml_dtype("bfloat16"))`.
/// (Some versions of ml_dtypes write float8_e5m2 as `<f1`, which NumPy refuses to read, and wick too.)
/// Throws `Error` for another name.
Dtype ml_dtype(std::string_view name);

/// The names that `ml_dtype` takes.
std::span<const std::string_view> ml_dtype_names() noexcept;

/// Whether `dtype` is one that `ml_dtype` gives.
bool is_ml_dtype(const Dtype& dtype) noexcept;

}  // namespace wick
