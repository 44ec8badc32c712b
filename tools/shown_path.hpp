// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace wick::tools {

/// A path for people: control characters, of which a terminal might make anything, as `\n` or `\x1b`.
std::string shown_path(const std::string& path);

}  // namespace wick::tools
