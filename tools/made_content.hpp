// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/shape.hpp>

#include <cstdint>
#include <span>
#include <string_view>

namespace wick::tools {

/// What fills the samples that `wick make` writes.
enum class MadeContent {
  image,  ///< Smooth gradients, a texture and noise: compresses to about a half, as photographs without loss.
  noise,  ///< Independent values: does not compress.
  ramp,   ///< From 0 up to 1 along the elements; each sample begins elsewhere.
};

/// Fills `values`, the elements of sample `index` in C order, with values in [0, 1). A last dimension of up to 4 counts
/// as channels.
void fill_content(MadeContent content, std::uint64_t seed, std::int64_t index, const Shape& shape,
                  std::span<float> values);

}  // namespace wick::tools
