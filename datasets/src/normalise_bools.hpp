// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>

#include <algorithm>
#include <cstddef>
#include <span>

namespace wick::detail {

/// Makes every byte 0 or 1. NumPy takes any byte but 0 for true; LibTorch's kernels and C++ count on 1.
/// Writes only to blocks that need it, so that a private mapping goes on sharing the file's pages.
inline void normalise_bools(std::span<std::byte> bytes) {
  constexpr std::size_t block_bytes = 4096;
  while (!bytes.empty()) {
    const auto block = bytes.first(std::min(bytes.size(), block_bytes));
    std::byte all{0};
    for (const auto byte : block) all |= byte;
    if (all > std::byte{1}) {
      for (auto& byte : block) byte = std::byte{byte != std::byte{0}};
    }
    bytes = bytes.subspan(block.size());
  }
}

/// The same of all bools of an array without gaps, those in the fields of a structured one included.
void normalise_bools(const NumpyArray& array);

}  // namespace wick::detail
