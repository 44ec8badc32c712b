// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wick {

/// How the bytes of a member are kept; the numbers are those of the zip format, and an archive may have others.
/// wick reads `stored` (numpy.savez) and `deflated` (numpy.savez_compressed).
enum class NpzMethod : std::uint16_t { stored = 0, deflated = 8, bzip2 = 12, lzma = 14 };

/// The method's name, or `method 99`.
std::string to_string(NpzMethod method);

/// A member of an archive, as the archive's central directory describes it.
struct NpzMember {
  /// With its ending: `x.npy`. UTF-8; names that are not marked as UTF-8 are taken for code page 437, as Python does.
  std::string name;

  NpzMethod method = NpzMethod::stored;

  /// The format's general purpose bits: 0x1 encrypted, 0x8 sizes behind the data, 0x800 the name is UTF-8.
  std::uint16_t flags = 0;

  /// CRC-32 of the member's bytes.
  std::uint32_t crc32 = 0;

  /// Bytes that the member takes in the file.
  std::int64_t compressed_bytes = 0;

  /// Bytes of the member itself.
  std::int64_t bytes = 0;

  /// Where in the file its local header is, behind which its data lies.
  std::int64_t header_offset = 0;
};

/// The name that `numpy.load` shows for a member: without `.npy` at the end, if it is there. `x.npy` and `x` give `x`.
std::string_view npz_key(std::string_view member_name) noexcept;

}  // namespace wick
