// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace wick::detail {

/// A string (UTF-8) as Python's `repr` writes it, quotes included. Of the characters outside Latin-1 that Python writes
/// as escapes because they have no glyph, none is: reading gives the same string.
std::string python_repr(std::string_view text);

}  // namespace wick::detail
