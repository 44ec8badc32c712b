// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>

#include "literal.hpp"

#include <string_view>

namespace wick::detail {

/// The dtype that the `descr` of a header means: a code, or the list of fields of a structured dtype
/// (`[('a', '<f4'), (('title', 'b'), '>i4', (2,)), ('', '|V3'), ('nested', [...])]`).
/// Throws `NpyError` where NumPy would refuse it. `path` serves the message.
Dtype parse_descr(const Literal& descr, std::string_view path);

/// Whether a field of a list that `parse_descr` accepts is padding, no field: nameless, and to NumPy of its type `void`
/// without fields of its own, as every sub-array is.
bool is_padding(const Literal& field);

}  // namespace wick::detail
