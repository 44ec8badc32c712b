// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/file.hpp>
#include <wick/npy/npz_member.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace wick::detail {

/// Where a member's data lies, and its first bytes, which came with the same read.
struct ZipData {
  std::int64_t offset = 0;
  std::vector<std::byte> read;
  std::size_t begin = 0;

  /// The first bytes of the data that are already read, at most `bytes`.
  std::span<const std::byte> prefix(std::int64_t bytes) const noexcept;
};

/// Reads the local header of a member, of which only the signature, the name, how that is encoded, and the lengths
/// count: sizes and method in it are often not set, and the directory has them. `end` is where the data must end,
/// `where` names the member in errors. Throws `NpyError`.
ZipData find_zip_data(const File& file, const NpzMember& member, std::int64_t end, std::string_view where);

}  // namespace wick::detail
