// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace wick::detail {

/// Throws `ConfigError` when `text` is too long or no UTF-8 text: yaml-cpp would put U+FFFD for what it cannot decode,
/// and a path would silently become another.
void check_text(std::string_view text, const std::string& source);

}  // namespace wick::detail
