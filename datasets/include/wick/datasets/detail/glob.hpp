// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/detail/path_list.hpp>

#include <string>

namespace wick::detail {

/// The files that `pattern` names: a glob with the meaning of Python's `glob.glob(pattern, recursive=True)` (`*`, `?`,
/// `[a-z]`, `[!a]`; `**` as a whole component for any number of folders; hidden names only where the pattern has the
/// dot), a folder (all its files like `in_folder`) or one file, whose name may have brackets. Sorted byte by byte,
/// without duplicates. Folders are no matches. Symbolic links are followed, but not back into a folder that the walk is
/// in. Throws `NpyError` when nothing matches and when a folder cannot be listed.
PathList find_files(const std::string& pattern, const std::string& in_folder = "*.npy");

}  // namespace wick::detail
