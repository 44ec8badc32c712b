// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

struct libdeflate_decompressor;

namespace wick::detail {

/// Bytes that are not set before they are used, and stay for the next use.
class ReusedBytes {
 public:
  /// `count` bytes of any content, valid until the next call. Throws `NpyError` about `where` if there is no memory.
  std::span<std::byte> get(std::int64_t count, std::string_view where);

 private:
  std::unique_ptr<std::byte[]> bytes_;
  std::int64_t capacity_ = 0;
};

/// Inflates whole streams (RFC 1951), by libdeflate.
class Inflater {
 public:
  Inflater();

  /// Whether `deflated` begins with a stream of exactly `out.size()` bytes, which then are in `out`; else these are
  /// anything.
  bool inflate(std::span<const std::byte> deflated, std::span<std::byte> out) const noexcept;

 private:
  struct Free {
    void operator()(libdeflate_decompressor* decompressor) const noexcept;
  };
  std::unique_ptr<libdeflate_decompressor, Free> decompressor_;
};

/// What `NpzScratch` holds.
struct InflateMemory {
  Inflater inflater;
  ReusedBytes deflated;
  ReusedBytes inflated;
};

/// A stream in two parts: bytes that it stores as they are, and the rest, which is a stream too.
struct SplitStream {
  std::span<const std::byte> stored;
  std::span<const std::byte> rest;
};

/// Splits a stream whose first block stores exactly `count` bytes and is not the last. `NpzWriter` makes such streams,
/// with the header of the array in that block. nullopt for all others.
std::optional<SplitStream> split_stored(std::span<const std::byte> deflated, std::int64_t count) noexcept;

}  // namespace wick::detail
