// SPDX-License-Identifier: MIT
#include "crc32.hpp"

#include <libdeflate.h>

namespace wick::detail {

std::uint32_t crc32(std::uint32_t crc, std::span<const std::byte> bytes) noexcept {
  // Without bytes their address may be null, by which libdeflate understands that a new sum begins.
  return bytes.empty() ? crc : libdeflate_crc32(crc, bytes.data(), bytes.size());
}

}  // namespace wick::detail
