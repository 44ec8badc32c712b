// SPDX-License-Identifier: MIT

// Trains on the GPU if there is one, else on the CPU, from the same source: only `device` differs. On a GPU the loader
// copies batches ahead, the images as uint8, and scales and normalises them there.
//
//   scripts/fashion_mnist.py                                           writes data/fashion_mnist
//   example_07_train_on_device [FOLDER [EPOCHS]]

#include <wick/wick.hpp>

#include "fashion_net.hpp"

#include <torch/torch.h>

#include <cstdio>
#include <string>

namespace {

wick::NumpyDataset fashion_mnist(const std::string& folder) {
  wick::NumpyDataset dataset({
      {"data", wick::npy_rows(folder + "/images.npy")},
      {"target", wick::npy_rows(folder + "/labels.npy")},
  });
  // (28, 28) uint8 -> (1, 28, 28) float32 of mean 0 and variance 1. The shape changes first: what follows it is
  // elementwise, and the device can do it.
  dataset.transform("data", {wick::Unsqueeze(0), wick::Cast(torch::kFloat32), wick::Scale(1 / 255.0),
                             wick::Normalize({0.286}, {0.353})});
  return dataset;
}

void run(const std::string& folder, int epochs) {
  const torch::Device device = wick::cuda_accelerator() ? torch::kCUDA : torch::kCPU;
  std::printf("training on the %s\n", device.is_cuda() ? "GPU" : "CPU");
  wick::DataLoader train(fashion_mnist(folder + "/train"),
                         {.batch_size = 64, .shuffle = true, .seed = 7, .device = device});
  wick::DataLoader test(fashion_mnist(folder + "/test"), {.batch_size = 500, .device = device});
  torch::manual_seed(7);
  auto net = fashion_net();
  net->to(device);
  torch::optim::Adam optimizer(net->parameters());
  for (int epoch = 0; epoch < epochs; ++epoch) {
    net->train();
    auto loss_sum = torch::zeros({}, device);
    train.reset_statistics();
    for (auto& batch : train.epoch(epoch)) {
      const double done = static_cast<double>(batch.number()) / static_cast<double>(train.batches().value());
      set_learning_rate(optimizer, 0.004, (epoch + done) / epochs);
      optimizer.zero_grad();
      const auto loss = torch::cross_entropy_loss(net->forward(batch["data"]), batch["target"]);
      loss.backward();
      optimizer.step();
      loss_sum += loss.detach() * batch.size();  // Stays on the device: the host does not wait for it every step.
    }
    const wick::Statistics done = train.statistics();
    std::printf("epoch %d: loss %.3f, waited %.2f s of %.1f s for data\n", epoch + 1,
                loss_sum.item<double>() / static_cast<double>(done.samples), done.wait_seconds, done.seconds);
  }
  std::printf("test accuracy: %.2f %%\n", 100 * accuracy(net, test));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    run(argc > 1 ? argv[1] : "data/fashion_mnist", argc > 2 ? std::stoi(argv[2]) : 3);
  } catch (const wick::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}

// Output:
//
//   training on the CPU
//   epoch 1: loss 0.430, waited 0.07 s of 27.5 s for data
//   epoch 2: loss 0.260, waited 0.07 s of 28.3 s for data
//   epoch 3: loss 0.187, waited 0.07 s of 27.6 s for data
//   test accuracy: 91.99 %
