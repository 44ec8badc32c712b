// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

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

/// A copy without capacity to spare, so that the address sanitizer sees a read past the end.
inline std::vector<std::byte> exact_bytes(std::string_view bytes) {
  const auto begin = reinterpret_cast<const std::byte*>(bytes.data());
  return {begin, begin + bytes.size()};
}

}  // namespace wick::test
