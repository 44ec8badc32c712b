// SPDX-License-Identifier: MIT
#pragma once

// What examples 03, 04 and 07 share: the network, its learning rate, and how good it is.

#include <wick/loader/data_loader.hpp>

#include <torch/torch.h>

#include <algorithm>

/// Images (N, 1, 28, 28) -> scores (N, 10).
inline torch::nn::Sequential fashion_net() {
  using namespace torch::nn;
  return Sequential(Conv2d(Conv2dOptions(1, 16, 3).padding(1)), BatchNorm2d(16), ReLU(), MaxPool2d(2),
                    Conv2d(Conv2dOptions(16, 32, 3).padding(1)), BatchNorm2d(32), ReLU(), MaxPool2d(2), Flatten(),
                    Linear(32 * 7 * 7, 128), ReLU(), Linear(128, 10));
}

/// One cycle over the whole training: `progress` runs from 0 to 1, the rate rises to `peak` at 0.3 and falls to 0.
inline void set_learning_rate(torch::optim::Adam& optimizer, double peak, double progress) {
  const double rate = peak * std::min(0.05 + progress / 0.3, (1 - progress) / 0.7);
  static_cast<torch::optim::AdamOptions&>(optimizer.param_groups()[0].options()).lr(rate);
}

/// The share of images that the network puts in the right class.
inline double accuracy(torch::nn::Sequential& net, wick::DataLoader& loader) {
  const torch::NoGradGuard no_grad;
  net->eval();
  std::int64_t correct = 0;
  for (auto& batch : loader.epoch(0))
    correct += net->forward(batch["data"]).argmax(1).eq(batch["target"]).sum().item<std::int64_t>();
  return static_cast<double>(correct) / static_cast<double>(loader.samples().value());
}
