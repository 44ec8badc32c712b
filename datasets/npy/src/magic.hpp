// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace wick::detail {

/// What every `.npy` file begins with; then a byte each of major and minor version, then the length of the header:
/// 2 bytes in version 1, 4 in versions 2 and 3, the lowest first.
inline constexpr std::string_view magic = "\x93NUMPY";

/// Bytes before the text of the header: 10, or 12 from version 2 on. `bytes` holds magic and version.
inline std::size_t magic_bytes(std::span<const std::byte> bytes) {
  return bytes[magic.size()] == std::byte{1} ? 10 : 12;
}

}  // namespace wick::detail
