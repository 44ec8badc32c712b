// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>
#include <wick/transforms/element_type.hpp>

#include <optional>

namespace wick {

/// The element type of a NumPy dtype, whatever its byte order: that of numeric dtypes, int64 of datetime64 and
/// timedelta64, bfloat16 of `ml_dtype("bfloat16")`. nullopt for all else (strings, objects, structures, float8, long
/// doubles).
std::optional<ElementType> element_of(const Dtype& dtype) noexcept;

/// NumPy's dtype of these elements, in this machine's byte order; nullopt for bfloat16, which NumPy lacks.
std::optional<Dtype> dtype_of(ElementType type);

}  // namespace wick
