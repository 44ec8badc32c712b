// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace wick::tools {

/// The files that arguments lead to.
struct InputFiles {
  /// In the order of the arguments; those of a folder sorted by name, with those of all folders below it.
  std::vector<std::string> files;

  /// Folders and patterns that lead to none, and why.
  std::vector<std::pair<std::string, std::string>> unreadable;
};

/// Expands files, folders (their `.npy` and `.npz` files) and globs; `-` stands for a list of them on standard input,
/// one a line. Ends early on Ctrl-C. Throws `Error` when standard input is no list of paths.
InputFiles list_inputs(const std::vector<std::string>& arguments);

}  // namespace wick::tools
