// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/file.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace wick::detail {

/// Where in a file a stream (RFC 1951) lies, and the bytes of it that are already read.
struct DeflatedPlace {
  std::int64_t offset = 0;
  std::int64_t bytes = 0;
  std::span<const std::byte> begin;
};

/// Inflates the first bytes of a stream into `out`, by zlib: libdeflate inflates whole streams only. Returns how many
/// there are; fewer than asked only where the stream ends. Costs some 2 us for 128 bytes, and reads no more of the file
/// than needed. `where` is for errors. Throws `NpyError`.
std::int64_t inflate_prefix(const File& file, const DeflatedPlace& place, std::span<std::byte> out,
                            std::string_view where);

}  // namespace wick::detail
