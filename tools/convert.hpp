// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wick::tools {

/// What `wick convert` was asked.
struct ConvertArguments {
  /// One file; or files, folders and globs, whose arrays become the rows of one.
  std::vector<std::string> inputs;

  /// A file `.npy`; or, for the arrays that are rows of one file, a folder.
  std::string out;

  /// Of archives. Unset: their only one.
  std::optional<std::string> member = std::nullopt;

  /// Of structured arrays. `p.y` is in the structure `p`.
  std::optional<std::string> field = std::nullopt;

  /// What bytes without a type (`<V2`) are: `bfloat16`, `float8_e5m2`, ...
  std::optional<std::string> view = std::nullopt;

  /// Unset: as it is.
  std::optional<std::string> dtype = std::nullopt;

  /// Values that `dtype` cannot hold: "wrap", "saturate" or "raise". Unset: "wrap".
  std::optional<std::string> out_of_range = std::nullopt;

  /// The elements of an object array become rows of one array.
  bool stack = false;

  /// The elements of an object array follow each other along this dimension.
  std::optional<std::int64_t> cat = std::nullopt;

  /// Replace `out` if it is a file.
  bool force = false;
};

/// Writes arrays of any kind as plain `.npy`. Returns the exit code.
int convert(const ConvertArguments& arguments);

}  // namespace wick::tools
