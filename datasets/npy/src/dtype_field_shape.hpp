// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype_field.hpp>

#include <string_view>

namespace wick::detail {

/// Throws `NpyError` when a field has more than `max_dimensions` dimensions, or, which empty sub-arrays around large
/// ones can have, extents whose product exceeds int64.
void check_field_shape(const DtypeField& field, std::string_view path);

}  // namespace wick::detail
