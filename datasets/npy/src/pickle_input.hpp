// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace wick::detail {

/// Bytes that hold pickles, and the name of their file. Offsets count from the first byte, so that those of messages
/// are offsets in the file. Writable, since text that stands for bytes is decoded where it lies.
struct PickleInput {
  std::span<std::byte> bytes;
  std::string_view path;

  std::size_t size() const noexcept { return bytes.size(); }
  std::uint8_t byte(std::size_t offset) const { return std::to_integer<std::uint8_t>(bytes[offset]); }

  std::string_view text(std::size_t offset, std::size_t length) const {
    return {reinterpret_cast<const char*>(bytes.data()) + offset, length};
  }

  /// The unsigned number in the `count` (at most 8) bytes from `offset`, the lowest first.
  std::uint64_t little_endian(std::size_t offset, std::size_t count) const;

  /// The signed number in the `count` bytes from `offset`, the lowest first; 0 of no bytes.
  std::int64_t signed_little_endian(std::size_t offset, std::size_t count) const;

  /// Throws `NpyError` that blames the byte at `offset`.
  [[noreturn]] void fail(std::size_t offset, std::string_view fact) const;
};

}  // namespace wick::detail
