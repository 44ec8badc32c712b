// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace wick::tools {

struct CheckArguments {
  /// Files, folders and globs; `-` stands for a list of them on standard input.
  std::vector<std::string> paths;

  /// NaN and infinite values are right.
  bool allow_nan = false;

  /// Extents may differ.
  bool ragged = false;

  /// Threads. Unset: one per core that this process may use.
  std::optional<int> workers = std::nullopt;

  bool json = false;
};

/// Reads all of a data set and names what is wrong with it. Returns the exit code.
int check(const CheckArguments& arguments);

}  // namespace wick::tools
