// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/npz_member.hpp>

#include <cstdint>
#include <string>

namespace wick::detail {

/// The records of an archive, as its writer puts them down. `zip64`: with the fields for large numbers though these be
/// small.

/// What comes before the data of a member.
std::string zip_local_record(const NpzMember& member, bool zip64);

/// A member in the directory.
std::string zip_entry_record(const NpzMember& member, bool zip64);

/// What is known of a directory when it is written.
struct ZipDirectoryPlace {
  std::int64_t members = 0;
  std::int64_t offset = 0;
  std::int64_t bytes = 0;
};

/// What comes behind the directory, as the end of the archive.
std::string zip_end_records(const ZipDirectoryPlace& directory, bool zip64);

}  // namespace wick::detail
