// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace wick::tools {

struct MakeArguments {
  /// The folder that gets `images/000000.npy`, ... or `images.npy`, and `labels.npy`.
  std::string folder;

  /// `files` (one array per file) or `rows` (one array of all).
  std::string kind = "files";

  std::int64_t count = 2048;
  std::vector<std::int64_t> shape = {224, 224, 3};
  std::string dtype = "uint8";

  /// `image`, `noise` or `ramp`.
  std::string content = "image";

  /// The first two extents are drawn between (1 - ragged) and 1 times those of `shape`. 0: all alike.
  double ragged = 0;

  /// Labels are drawn from 0 to classes - 1; 0: no labels.
  std::int64_t classes = 10;

  std::uint64_t seed = 0;

  /// Replace an earlier data set of `make`.
  bool force = false;
};

/// Generates a data set; the same arguments give the same one. Returns the exit code.
int make(const MakeArguments& arguments);

}  // namespace wick::tools
