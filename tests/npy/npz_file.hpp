// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/npz_archive.hpp>
#include <wick/npy/npz_writer.hpp>

#include <cstdint>
#include <cstring>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wick::test {

/// Bytes as text, to compare and print them.
inline std::string as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline std::span<const std::byte> as_bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

/// 0, 1, 2, ... as int64.
inline std::vector<std::int64_t> counted(std::int64_t count) {
  std::vector<std::int64_t> numbers(static_cast<std::size_t>(count));
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

/// Adds an int64 array of shape (count,).
inline void add_counted(NpzWriter& writer, std::string_view key, std::int64_t count) {
  const auto numbers = counted(count);
  writer.add(key, native_dtype("i8"), false, Shape{count}, std::as_bytes(std::span(numbers)));
}

/// Writes an archive of a.npy, of 6 numbers, and b.npy, of 5.
inline std::string write_two(const std::string& path, const NpzWriterOptions& options = {}) {
  NpzWriter writer(path, options);
  add_counted(writer, "a", 6);
  add_counted(writer, "b", 5);
  writer.finish();
  return path;
}

/// The payload of an array.
inline std::string payload_of(const NpzArchive& archive, const NpzArray& array, std::size_t headroom = 0) {
  NpzScratch scratch;
  std::vector<std::byte> bytes(headroom + static_cast<std::size_t>(array.header.payload_bytes));
  const auto payload = std::span(bytes).subspan(headroom);
  archive.read(array, payload, scratch, headroom);
  return as_text(payload);
}

inline std::string payload_of(const NpzArchive& archive, std::string_view name) {
  return payload_of(archive, archive.array(archive.at(name)));
}

/// All bytes of a member.
inline std::string bytes_of(const NpzArchive& archive, std::size_t member) {
  NpzScratch scratch;
  std::vector<std::byte> bytes(static_cast<std::size_t>(archive.members()[member].bytes));
  archive.read_bytes(member, bytes, scratch);
  return as_text(bytes);
}

/// `bytes` with a little-endian number of `size` bytes put at `offset`.
inline std::string patched(std::string bytes, std::size_t offset, std::uint64_t number, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) bytes.at(offset + i) = static_cast<char>((number >> (8 * i)) & 0xFF);
  return bytes;
}

/// Where the directory's entry of the member with this index begins.
inline std::size_t entry_offset(const std::string& bytes, int index) {
  std::size_t offset = 0;
  for (int i = 0; i <= index; ++i) offset = bytes.find("PK\x01\x02", offset + (i > 0));
  return offset;
}

}  // namespace wick::test
