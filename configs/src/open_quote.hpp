// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace wick::detail {

/// Whether the quoted scalar at `position` of `text` has no closing quote. yaml-cpp takes such a scalar to go on to the
/// end of the text and calls it valid, so that a forgotten quote would swallow the rest of the file.
bool has_open_quote(std::string_view text, std::size_t position);

}  // namespace wick::detail
