// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

namespace wick::test {

enum class MutationFormat { npy, object_array, npz };

/// A good file that is going to be damaged.
struct MutationFile {
  std::string name;
  MutationFormat format;
  std::string bytes;

  /// How many bytes at the end a reader can do without.
  std::size_t optional_bytes = 0;
};

}  // namespace wick::test
