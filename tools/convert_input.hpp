// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/source.hpp>

#include "array_pieces.hpp"
#include "convert.hpp"

#include <string>
#include <vector>

namespace wick::tools {

/// What the inputs name. Throws `NpyError` when a pattern or folder has no match.
struct ConvertInput {
  explicit ConvertInput(const ConvertArguments& arguments);

  /// Files or archives; those of a folder or pattern in order of name, byte by byte.
  std::vector<std::string> paths;

  /// One file that was named as such: its array is taken as it is, else one row a file.
  bool alone = false;
};

/// The array to be written: that of the file, or those of all files as rows; of object arrays their elements, stacked
/// or joined. Throws `NpyError`, `ConfigError`.
ArrayPieces open_array(const ConvertInput& input, const ConvertArguments& arguments);

/// The arrays to be written one by one: the rows of the file, or the elements of its object array. Throws `NpyError`,
/// `ConfigError`.
SourcePtr open_rows(const ConvertInput& input, const ConvertArguments& arguments);

}  // namespace wick::tools
