// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

namespace wick::detail {

/// Makes every byte 0 or 1. NumPy takes any byte but 0 for true; LibTorch's kernels count on 1.
inline void normalise_bools(std::span<std::byte> bytes) {
  for (auto& byte : bytes) byte = std::byte{byte != std::byte{0}};
}

}  // namespace wick::detail
