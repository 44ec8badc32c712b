// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/file.hpp>

#include <cstdint>

namespace wick::detail {

/// What the end of a zip archive says of its directory.
struct ZipEnd {
  std::int64_t directory_offset = 0;
  std::int64_t directory_bytes = 0;

  /// Bytes before the archive proper, which no offset in it counts.
  std::int64_t shift = 0;
};

/// Finds the record at the end of an archive, and its ZIP64 part if there is one. As Python does, it takes the
/// directory to end where these records begin, and bears bytes behind the archive as long as all is in the last 64 KiB.
/// Where several records are possible, one whose comment ends with the file comes first. Throws `NpyError`.
ZipEnd find_zip_end(const File& file);

}  // namespace wick::detail
