// SPDX-License-Identifier: MIT
#pragma once

#include "literal_cursor.hpp"

#include <string>

namespace wick::detail {

/// Parses a Python string, which begins here with `'`, `"` or the prefix `u`, and moves behind it. Returns UTF-8.
/// Throws `NpyError`.
std::string parse_string(LiteralCursor& cursor);

}  // namespace wick::detail
