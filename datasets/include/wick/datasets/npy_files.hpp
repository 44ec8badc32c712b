// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/source.hpp>

#include <initializer_list>
#include <string>
#include <vector>

namespace wick {

/// One array per file. `pattern` is a glob (`*`, `?`, `[a-z]`; `**` for any number of folders), a folder (all its
/// `*.npy`) or one file. Files are ordered by name, byte by byte, as Python's `sorted`. No file is opened before it is
/// needed: a million are listed in seconds and cost their names plus less than 20 bytes each. Throws `NpyError` when
/// nothing matches.
SourcePtr npy_files(const std::string& pattern);

/// One array per file, in the order given. An empty list is an empty source.
SourcePtr npy_files(const std::vector<std::string>& paths);
SourcePtr npy_files(std::initializer_list<const char*> paths);

}  // namespace wick
