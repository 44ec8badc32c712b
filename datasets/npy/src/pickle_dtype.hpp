// SPDX-License-Identifier: MIT
#pragma once

#include "pickle_context.hpp"
#include "pickle_value.hpp"

namespace wick::detail {

/// `dtype(code, align, copy)`. The code says kind and size; all else comes by BUILD.
Value make_dtype(PickleContext& context, const TupleNode& arguments);

/// BUILD of a dtype: `(3, byteorder, subarray, names, fields, itemsize, alignment, flags)`, or 4 and a metadata item,
/// which has the unit of datetime64 and timedelta64. Only here is the byte order. Source: NumPy's
/// `arraydescr_setstate`.
void build_dtype(PickleContext& context, DtypeNode& node, Value state);

}  // namespace wick::detail
