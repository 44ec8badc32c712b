// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace wick::tools {

/// What lies in a folder and all folders below it.
struct FolderFiles {
  /// Everything named `*.npy` or `*.npz` that is no folder, sorted byte by byte.
  std::vector<std::string> arrays;

  /// Number of other files, but for the mark that `wick make` leaves (`.wick-make`).
  std::int64_t others = 0;

  /// Folders that could not be listed, and why.
  std::vector<std::pair<std::string, std::string>> unreadable;
};

/// Lists without opening files. Links to folders are not followed, so that a loop does no harm.
FolderFiles list_folder(const std::string& folder);

}  // namespace wick::tools
