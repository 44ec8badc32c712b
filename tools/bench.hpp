// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace wick::tools {

struct BenchArguments {
  std::string config;
  std::vector<std::string> overrides;
  bool json = false;
};

/// Loads a data set as an experiment file says, and reports how fast. Returns the exit code.
int bench(const BenchArguments& arguments);

}  // namespace wick::tools
