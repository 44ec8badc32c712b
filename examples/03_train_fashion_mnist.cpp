// SPDX-License-Identifier: MIT

// Trains a small network on Fashion-MNIST: the usual loop of LibTorch over the batches of wick's loader.
//
//   scripts/fashion_mnist.py                                           writes data/fashion_mnist
//   example_03_train_fashion_mnist [FOLDER [files|rows [EPOCHS]]]

#include <wick/wick.hpp>

#include "fashion_net.hpp"

#include <torch/torch.h>

#include <cstdio>
#include <string>

/// One part of the data set: every image in a file of its own, or all of them in one file.
wick::NumpyDataset fashion_mnist(const std::string& folder, bool files) {
  wick::NumpyDataset dataset({
      {"data", files ? wick::npy_files(folder + "/images/*.npy") : wick::npy_rows(folder + "/images.npy")},
      {"target", wick::npy_rows(folder + "/labels.npy")},
  });
  // (28, 28) uint8 -> (1, 28, 28) float32, of mean 0 and variance 1, in one pass from the file's bytes into the batch.
  dataset.transform("data", {wick::Unsqueeze(0), wick::Scale(1 / 255.0), wick::Normalize({0.286}, {0.353})});
  return dataset;
}

void run(const std::string& folder, const std::string& kind, int epochs) {
  if (kind != "files" && kind != "rows") throw wick::Error("'" + kind + "', expected files or rows");
  const bool files = kind == "files";

  wick::DataLoader train(fashion_mnist(folder + "/train", files), {.batch_size = 64, .shuffle = true, .seed = 7});
  wick::DataLoader test(fashion_mnist(folder + "/test", files), {.batch_size = 500});
  std::printf("%lld images to train, %lld to test\n", static_cast<long long>(train.samples().value()),
              static_cast<long long>(test.samples().value()));

  torch::manual_seed(7);
  auto net = fashion_net();
  torch::optim::Adam optimizer(net->parameters());
  for (int epoch = 0; epoch < epochs; ++epoch) {
    net->train();
    double loss_sum = 0;
    train.reset_statistics();
    for (auto& batch : train.epoch(epoch)) {
      const double done = static_cast<double>(batch.number()) / static_cast<double>(train.batches().value());
      set_learning_rate(optimizer, 0.004, (epoch + done) / epochs);
      optimizer.zero_grad();
      const auto loss = torch::cross_entropy_loss(net->forward(batch["data"]), batch["target"]);
      loss.backward();
      optimizer.step();
      loss_sum += loss.item<double>() * static_cast<double>(batch.size());
    }
    const wick::Statistics statistics = train.statistics();
    std::printf("epoch %d: loss %.3f, %.0f images/s, waited %.2f s of %.1f s for data\n", epoch + 1,
                loss_sum / static_cast<double>(statistics.samples),
                static_cast<double>(statistics.samples) / statistics.seconds, statistics.wait_seconds,
                statistics.seconds);
    std::fflush(stdout);
  }
  std::printf("test accuracy: %.2f %%\n", 100 * accuracy(net, test));
}

int main(int argc, char** argv) {
  try {
    run(argc > 1 ? argv[1] : "data/fashion_mnist", argc > 2 ? argv[2] : "files", argc > 3 ? std::stoi(argv[3]) : 3);
  } catch (const wick::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}

// Output:
//
//   60000 images to train, 10000 to test
//   epoch 1: loss 0.430, 2234 images/s, waited 0.12 s of 26.9 s for data
//   epoch 2: loss 0.260, 2124 images/s, waited 0.30 s of 28.2 s for data
//   epoch 3: loss 0.187, 1315 images/s, waited 0.55 s of 45.6 s for data
//   test accuracy: 91.99 %
