// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace wick::detail {

/// A member's name as UTF-8: from UTF-8, or else from code page 437, which is what the zip format began with.
/// nullopt if the bytes are not what they should be, or have a NUL.
std::optional<std::string> decode_zip_name(std::span<const std::byte> bytes, bool utf8);

}  // namespace wick::detail
