// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace wick::detail {

/// Appends a code point; false if Unicode has no such character (a surrogate, above 0x10FFFF).
bool append_utf8(std::string& text, char32_t code_point);

/// The code point at `position`, which moves behind it. nullopt where the bytes are not UTF-8 as Python's decoder
/// demands it: cut off, longer than necessary, a surrogate, above 0x10FFFF; `position` then stays.
std::optional<char32_t> next_code_point(std::string_view text, std::size_t& position);

}  // namespace wick::detail
