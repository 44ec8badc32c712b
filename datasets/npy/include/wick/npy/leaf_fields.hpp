// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype_field.hpp>

#include <string_view>
#include <vector>

namespace wick {

/// The fields of a structured dtype that have no fields themselves, in the order of their offsets, by the names that
/// `find_field` finds: of `[('id', '<i8'), ('p', [('x', '<f4')], (3,))]` they are "id" and "p.x", of shape (3,). A
/// sub-array of structures adds its dimensions, which are not counted: there may be more than arrays can have.
/// `path` serves messages. Throws `NpyError` as `fields_of`.
std::vector<DtypeField> leaf_fields(const Dtype& dtype, std::string_view path);

}  // namespace wick
