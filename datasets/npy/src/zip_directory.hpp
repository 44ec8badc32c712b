// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/file.hpp>
#include <wick/npy/npz_member.hpp>

#include "zip_end.hpp"

#include <cstdint>
#include <vector>

namespace wick::detail {

/// Reads the directory of an archive. A directory whose records do not fit each other is an error; a record whose
/// member cannot be read is not. Throws `NpyError`, among it for more than `max_members`; allocates in proportion to
/// the bytes of the directory, and only after the file proved large enough for so many members.
std::vector<NpzMember> read_zip_directory(const File& file, const ZipEnd& end, std::int64_t max_members);

/// For each member, where its data must end at the latest: where the next local header, or the directory, begins.
/// Members that lie in each other would let a small file claim any amount of data.
std::vector<std::int64_t> zip_member_ends(const std::vector<NpzMember>& members, const ZipEnd& end);

}  // namespace wick::detail
