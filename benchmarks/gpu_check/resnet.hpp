// SPDX-License-Identifier: MIT
#pragma once

#include <torch/nn.h>

namespace wick::gpu_check {

inline torch::nn::Conv2dOptions convolution(std::int64_t in, std::int64_t out, std::int64_t size, std::int64_t stride) {
  return torch::nn::Conv2dOptions(in, out, size).stride(stride).padding(size / 2).bias(false);
}

/// ResNet's basic block: two convolutions of 3 x 3 beside a shortcut.
class BlockImpl : public torch::nn::Module {
 public:
  BlockImpl(std::int64_t in, std::int64_t out, std::int64_t stride)
      : body_(register_module("body", torch::nn::Sequential(torch::nn::Conv2d(convolution(in, out, 3, stride)),
                                                            torch::nn::BatchNorm2d(out), torch::nn::ReLU(),
                                                            torch::nn::Conv2d(convolution(out, out, 3, 1)),
                                                            torch::nn::BatchNorm2d(out)))) {
    if (stride == 1 && in == out) return;
    shortcut_ = register_module("shortcut", torch::nn::Sequential(torch::nn::Conv2d(convolution(in, out, 1, stride)),
                                                                  torch::nn::BatchNorm2d(out)));
  }

  torch::Tensor forward(const torch::Tensor& input) {
    return torch::relu(body_->forward(input) + (shortcut_ ? shortcut_->forward(input) : input));
  }

 private:
  torch::nn::Sequential body_, shortcut_ = nullptr;
};
TORCH_MODULE(Block);

/// ResNet-18: images (N, 3, 224, 224) -> scores (N, 1000).
inline torch::nn::Sequential resnet18() {
  using namespace torch::nn;
  Sequential net(Conv2d(convolution(3, 64, 7, 2)), BatchNorm2d(64), ReLU(),
                 MaxPool2d(MaxPool2dOptions(3).stride(2).padding(1)));
  std::int64_t in = 64;
  for (const std::int64_t out : {64, 128, 256, 512}) {
    net->push_back(Block(in, out, out == 64 ? 1 : 2));
    net->push_back(Block(out, out, 1));
    in = out;
  }
  net->push_back(AdaptiveAvgPool2d(1));
  net->push_back(Flatten());
  net->push_back(Linear(512, 1000));
  return net;
}

}  // namespace wick::gpu_check
