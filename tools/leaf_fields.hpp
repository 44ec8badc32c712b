// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype_field.hpp>

#include <string_view>
#include <vector>

namespace wick::tools {

/// The fields of a dtype that have no fields themselves, by their dotted names: `find_field` finds the same. A
/// sub-array of structures adds its dimensions. None where a row has no offsets: other dtypes, and those with Python
/// objects.
std::vector<DtypeField> leaf_fields(const Dtype& dtype, std::string_view path);

}  // namespace wick::tools
