// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace wick::detail {

/// The CRC-32 of the zip format over bytes whose earlier part gave `crc`; 0 begins.
std::uint32_t crc32(std::uint32_t crc, std::span<const std::byte> bytes) noexcept;

}  // namespace wick::detail
