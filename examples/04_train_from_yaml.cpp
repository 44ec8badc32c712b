// SPDX-License-Identifier: MIT

// The training of example 03, described by a YAML file. Any setting can be given on the command line too:
//
//   example_04_train_from_yaml configs/fashion_mnist.yaml loader.batch_size=256 train.epochs=1

#include <wick/wick.hpp>

#include "fashion_net.hpp"

#include <torch/torch.h>

#include <cstdio>
#include <string>
#include <vector>

/// The section `train` is this program's own: wick reads the others, and refuses a key that nobody asked for.
struct Training {
  std::int64_t epochs;
  double learning_rate;
  wick::Experiment test;
};

Training read_training(const wick::Config& config) {
  const auto train = config.root().section("train");
  const auto test = train ? train->section("test") : std::nullopt;
  if (!test) config.root().fail("train", "no test set, expected train: {test: {dataset: ...}}");
  return {train->integer("epochs", 1, 1000).value_or(3), train->number("learning_rate", 0, 1).value_or(0.004),
          wick::read_experiment(*test)};
}

void run(const std::string& path, const std::vector<std::string>& overrides) {
  const auto config = wick::Config::load(path, overrides);
  const wick::Experiment experiment = wick::read_experiment(config);
  const Training training = read_training(config);
  config.root().finish();

  wick::DataLoader train(wick::NumpyDataset(experiment.fields), experiment.loader);
  wick::DataLoader test(wick::NumpyDataset(training.test.fields), training.test.loader);
  torch::manual_seed(experiment.loader.seed);
  auto net = fashion_net();
  torch::optim::Adam optimizer(net->parameters());
  for (std::int64_t epoch = 0; epoch < training.epochs; ++epoch) {
    net->train();
    torch::Tensor loss;
    for (auto& batch : train.epoch(epoch)) {
      const double done = static_cast<double>(batch.number()) / static_cast<double>(train.batches().value());
      set_learning_rate(optimizer, training.learning_rate, (epoch + done) / training.epochs);
      optimizer.zero_grad();
      loss = torch::cross_entropy_loss(net->forward(batch["data"]), batch["target"]);
      loss.backward();
      optimizer.step();
    }
    std::printf("epoch %lld: last loss %.3f\n", static_cast<long long>(epoch + 1), loss.item<double>());
  }
  std::printf("%s\ntest accuracy: %.2f %%\n", train.statistics().verdict.c_str(), 100 * accuracy(net, test));
}

int main(int argc, char** argv) {
  try {
    run(argc > 1 ? argv[1] : "configs/fashion_mnist.yaml", {argv + std::min(argc, 2), argv + argc});
  } catch (const wick::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}

// Output:
//
//   epoch 1: last loss 0.326
//   epoch 2: last loss 0.272
//   epoch 3: last loss 0.125
//   the caller sets the pace: it waits 1% of the time
//   test accuracy: 92.01 %
