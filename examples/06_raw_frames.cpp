// SPDX-License-Identifier: MIT

// A source, a transform and a collate of your own: raw frames of a camera become clips of video.

#include <wick/wick.hpp>

#include <torch/torch.h>

#include <fstream>
#include <iostream>

/// Files that are 8 x 6 pixels of 16 bits and nothing else. Called by many workers at once: all methods are const.
struct RawFrames : wick::Source {
  explicit RawFrames(std::vector<std::string> frames) : paths(std::move(frames)) {}
  std::int64_t size() const override { return static_cast<std::int64_t>(paths.size()); }
  wick::ArrayInfo info(std::int64_t) const override { return {wick::native_dtype("u2"), {6, 8}}; }
  void read(std::int64_t index, std::span<std::byte> bytes) const override {
    std::ifstream file(paths[index], std::ios::binary);
    if (!file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())))
      throw wick::Error("expected " + std::to_string(bytes.size()) + " bytes, found " + std::to_string(file.gcount()));
  }
  std::string where(std::int64_t index) const override { return paths[index]; }

  std::vector<std::string> paths;
};

/// What the camera sees with the lid on is subtracted.
struct SubtractDark : wick::Transform {
  explicit SubtractDark(torch::Tensor lid_on) : dark(std::move(lid_on)) {}
  std::string name() const override { return "SubtractDark"; }
  torch::Tensor apply(torch::Tensor frame, wick::SampleRandom&) const override { return frame.sub_(dark); }
  std::optional<wick::TensorInfo> infer(const wick::TensorInfo& frame) const override { return frame; }

  torch::Tensor dark;
};

/// N frames (H, W) become clips (N / T, 1, T, H, W), as Conv3d takes them. The rest of the last clip is 0.
struct Clips : wick::Collate {
  explicit Clips(std::int64_t frames) : length(frames) {}
  std::string name() const override { return "clips"; }
  wick::BatchLayout layout(std::span<const wick::TensorInfo> frames) const override {
    // Each frame lies where stack puts it, after a check that all are alike; only the shape around them changes.
    wick::BatchLayout layout = wick::stack()->layout(frames);
    std::vector<std::int64_t>& shape = layout.batch.shape;
    shape = {(shape[0] + length - 1) / length, 1, length, shape[1], shape[2]};
    layout.fill = 0;
    return layout;
  }

  std::int64_t length;
};

int main() {
  // Seven frames, each one step brighter, over a dark current of 1000.
  std::vector<std::string> paths;
  for (int i = 0; i < 7; ++i) {
    paths.push_back("frame_" + std::to_string(i) + ".raw");
    const std::vector<std::uint16_t> pixels(48, static_cast<std::uint16_t>(1000 + i));
    std::ofstream(paths.back(), std::ios::binary).write(reinterpret_cast<const char*>(pixels.data()), 96);
  }

  wick::NumpyDataset dataset({{"data", std::make_shared<RawFrames>(paths)}});
  dataset.transform("data", {wick::Cast(torch::kFloat32), SubtractDark(torch::full({6, 8}, 1000.0F))});
  wick::DataLoader loader(dataset, {.batch_size = 6, .collate = {{"data", std::make_shared<Clips>(3)}}});
  for (auto& batch : loader.epoch(0)) {
    std::cout << batch.size() << " frames -> " << batch["data"].sizes() << ", brightness";
    const auto brightness = batch["data"].mean({1, 3, 4}).flatten();
    for (std::int64_t i = 0; i < brightness.numel(); ++i) std::cout << ' ' << brightness[i].item<float>();
    std::cout << '\n';
  }
}

// Output:
//
//   6 frames -> [2, 1, 3, 6, 8], brightness 0 1 2 3 4 5
//   1 frames -> [1, 1, 3, 6, 8], brightness 6 0 0
