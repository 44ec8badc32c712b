// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace wick::tools {

/// Whether a path is a glob. Names of files may have brackets, too: what is there is none.
bool is_pattern(const std::string& path);

/// What a shell would put for `pattern`: files of any name, and folders, sorted byte by byte. With `**`, which shells
/// do not agree about, the files at any depth that `npy_files` takes. Throws `NpyError` if there are none.
std::vector<std::string> expand_pattern(const std::string& pattern);

}  // namespace wick::tools
