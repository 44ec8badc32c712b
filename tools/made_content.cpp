// SPDX-License-Identifier: MIT
#include "made_content.hpp"

#include <wick/transforms/sample_random.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace wick::tools {

namespace {

constexpr float largest = 0.999999F;

/// Keeps the streams of contents apart from those of labels and extents.
constexpr std::uint64_t content_stream = 1;

/// Quick noise: an xorshift generator (Marsaglia 2003), seeded from the sample's own stream. The low bits are the weak
/// ones.
class Noise {
 public:
  explicit Noise(std::uint32_t seed) : state_(seed | 1U) {}

  float next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return static_cast<float>(state_ >> 8) * 0x1p-24F;
  }

 private:
  std::uint32_t state_;
};

/// A sine wave along an axis: `cycles` over its extent.
std::vector<float> waves(std::int64_t extent, double cycles, double phase) {
  std::vector<float> values(static_cast<std::size_t>(extent));
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<float>(
        std::sin(6.283185307179586 * (cycles * static_cast<double>(i) / static_cast<double>(extent) + phase)));
  return values;
}

/// A sample seen as an image: rows of pixels of channels.
struct ImageShape {
  std::int64_t height = 1;
  std::int64_t width = 1;
  std::int64_t channels = 1;
};

ImageShape image_shape(const Shape& shape, std::int64_t elements) {
  const bool has_channels = shape.size() >= 3 && shape.back() <= 4;
  const std::int64_t channels = has_channels ? shape.back() : 1;
  const std::int64_t width = shape.empty() ? 1 : shape[shape.size() - (has_channels ? 2 : 1)];
  return {elements / (width * channels), width, channels};
}

/// Brightness of one channel at the corners.
using Corners = std::array<float, 4>;

std::vector<Corners> draw_corners(SampleRandom& random, std::int64_t channels) {
  std::vector<Corners> corners(static_cast<std::size_t>(channels));
  for (Corners& channel : corners)
    for (float& corner : channel) corner = static_cast<float>(0.1 + 0.8 * random.uniform());
  return corners;
}

void fill_image(SampleRandom& random, const ImageShape& image, std::span<float> values) {
  constexpr float texture = 0.08F, grain = 0.04F;
  const std::vector<Corners> corners = draw_corners(random, image.channels);
  const auto along_x = waves(image.width, 2 + 30 * random.uniform(), random.uniform());
  const auto along_y = waves(image.height, 2 + 30 * random.uniform(), random.uniform());
  Noise noise(random.bits());
  float* next = values.data();
  for (std::int64_t y = 0; y < image.height; ++y) {
    const float down = static_cast<float>(y) / static_cast<float>(image.height);
    const float row_wave = texture * along_y[static_cast<std::size_t>(y)];
    for (std::int64_t x = 0; x < image.width; ++x) {
      const float right = static_cast<float>(x) / static_cast<float>(image.width);
      const float wave = row_wave * along_x[static_cast<std::size_t>(x)];
      for (const Corners& at : corners) {
        const float upper = at[0] + right * (at[1] - at[0]), lower = at[2] + right * (at[3] - at[2]);
        const float smooth = upper + down * (lower - upper);
        *next++ = std::clamp(smooth + wave + grain * (noise.next() - 0.5F), 0.0F, largest);
      }
    }
  }
}

void fill_noise(SampleRandom& random, std::span<float> values) {
  Noise noise(random.bits());
  for (float& value : values) value = noise.next();
}

void fill_ramp(SampleRandom& random, std::span<float> values) {
  const double start = random.uniform(), step = 1.0 / static_cast<double>(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double value = start + step * static_cast<double>(i);
    values[i] = std::min(largest, static_cast<float>(value - std::floor(value)));
  }
}

}  // namespace

void fill_content(MadeContent content, std::uint64_t seed, std::int64_t index, const Shape& shape,
                  std::span<float> values) {
  if (values.empty()) return;
  SampleRandom random({seed, content_stream, index});
  switch (content) {
    case MadeContent::image:
      return fill_image(random, image_shape(shape, static_cast<std::int64_t>(values.size())), values);
    case MadeContent::noise:
      return fill_noise(random, values);
    case MadeContent::ramp:
      return fill_ramp(random, values);
  }
}

}  // namespace wick::tools
