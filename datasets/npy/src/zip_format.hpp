// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

// Source of the format: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3 and 4.5. All numbers are little-endian.
namespace wick::detail::zip {

inline constexpr std::uint32_t local_signature = 0x04034B50;
inline constexpr std::uint32_t entry_signature = 0x02014B50;
inline constexpr std::uint32_t end_signature = 0x06054B50;
inline constexpr std::uint32_t end64_signature = 0x06064B50;
inline constexpr std::uint32_t locator_signature = 0x07064B50;

/// Bytes of the fixed parts of the records.
inline constexpr std::size_t local_bytes = 30;
inline constexpr std::size_t entry_bytes = 46;
inline constexpr std::size_t end_bytes = 22;
inline constexpr std::size_t end64_bytes = 56;
inline constexpr std::size_t locator_bytes = 20;

inline constexpr std::uint16_t encrypted_flag = 0x1;
inline constexpr std::uint16_t patch_flag = 0x20;
inline constexpr std::uint16_t strong_encryption_flag = 0x40;
inline constexpr std::uint16_t utf8_flag = 0x800;
inline constexpr std::uint16_t masked_flag = 0x2000;

/// Tag of the extra field that has the numbers that do not fit in 32 bits; these say `in_zip64` in their own place.
inline constexpr std::uint16_t zip64_tag = 0x0001;
inline constexpr std::uint32_t in_zip64 = 0xFFFFFFFF;
inline constexpr std::uint16_t count_in_zip64 = 0xFFFF;

/// The number at `offset`, which `bytes` has.
template <typename T>
T load(std::span<const std::byte> bytes, std::size_t offset) {
  T number = 0;
  for (std::size_t i = sizeof(T); i > 0; --i) {
    number = static_cast<T>((std::uint64_t{number} << 8) | std::to_integer<std::uint8_t>(bytes[offset + i - 1]));
  }
  return number;
}

inline std::uint16_t load16(std::span<const std::byte> bytes, std::size_t offset) {
  return load<std::uint16_t>(bytes, offset);
}
inline std::uint32_t load32(std::span<const std::byte> bytes, std::size_t offset) {
  return load<std::uint32_t>(bytes, offset);
}
inline std::uint64_t load64(std::span<const std::byte> bytes, std::size_t offset) {
  return load<std::uint64_t>(bytes, offset);
}

}  // namespace wick::detail::zip
