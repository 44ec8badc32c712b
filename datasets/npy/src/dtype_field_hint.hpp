// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype_field.hpp>

#include <span>
#include <string>
#include <string_view>

namespace wick::detail {

/// What a message about the unknown field `name` says about the fields there are: `; nearest: 'pos'`, or where none is
/// near `; there are: 'a', 'b'`. Names and their number are cut to some hundred characters.
std::string field_hint(std::string_view name, std::span<const DtypeField> fields);

}  // namespace wick::detail
