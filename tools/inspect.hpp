// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace wick::tools {

struct InspectArguments {
  /// Files, folders and globs; `-` stands for a list of them on standard input.
  std::vector<std::string> paths;
  bool json = false;
};

/// Says what `.npy` and `.npz` files hold, by their headers, and object arrays by their pickles. Returns the exit code.
int inspect(const InspectArguments& arguments);

}  // namespace wick::tools
