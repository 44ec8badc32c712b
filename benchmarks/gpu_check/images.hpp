// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/in_memory.hpp>
#include <wick/transforms/cast.hpp>
#include <wick/transforms/normalize.hpp>
#include <wick/transforms/scale.hpp>

#include <cstdint>
#include <vector>

namespace wick::gpu_check {

inline const Shape image_shape{3, 224, 224};
inline constexpr std::int64_t image_elements = 3 * 224 * 224;

/// `distinct` uint8 images of 147 KiB, each in memory of its own.
inline std::vector<NumpyArray> make_images(std::int64_t distinct) {
  std::vector<NumpyArray> images;
  for (std::int64_t i = 0; i < distinct; ++i) {
    images.push_back(NumpyArray::empty(native_dtype("u1"), image_shape));
    for (std::int64_t j = 0; j < image_elements; ++j)
      images.back().data()[j] = static_cast<std::byte>((i + j * 31) % 251);
  }
  return images;
}

/// A source of `count` of them: 300 MB of distinct ones, more than caches hold, again and again.
inline SourcePtr image_source(std::int64_t count) {
  static const std::vector<NumpyArray> distinct = make_images(2048);
  std::vector<NumpyArray> images;
  for (std::int64_t i = 0; i < count; ++i) images.push_back(distinct[static_cast<std::size_t>(i) % distinct.size()]);
  return in_memory(std::move(images));
}

inline const std::vector<double> image_mean{0.485, 0.456, 0.406}, image_std{0.229, 0.224, 0.225};

/// What makes network inputs of them.
inline std::vector<AnyTransform> image_transforms() {
  return {Cast(at::kFloat), Scale(1 / 255.0), Normalize(image_mean, image_std)};
}

}  // namespace wick::gpu_check
