// SPDX-License-Identifier: MIT
#include <wick/datasets/from_numpy.hpp>
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/loader/data_loader.hpp>

#include "images.hpp"
#include "measurements.hpp"
#include "resnet.hpp"

#include <torch/data.h>
#include <torch/optim/sgd.h>

#include <functional>

namespace wick::gpu_check {
namespace {

using torch::data::Example;

constexpr std::int64_t batch_size = 64, warm_steps = 5;

/// A network that learns from whatever batches it is given, on the device.
class Trainer {
 public:
  explicit Trainer(const Setup& setup)
      : setup_(setup), net_(resnet18()), optimizer_(parameters(), torch::optim::SGDOptions(0.01).momentum(0.9)) {}

  /// Seconds of `steps` steps, after some that are not counted: the first batch is another matter, and so are the
  /// device's kernels that are chosen now.
  double seconds(const std::function<Example<>()>& next, std::int64_t steps) {
    for (std::int64_t i = 0; i < warm_steps; ++i) step(next());
    return device_seconds(setup_, [&] {
      for (std::int64_t i = 0; i < steps; ++i) step(next());
    });
  }

 private:
  std::vector<torch::Tensor> parameters() {
    net_->to(setup_.device);
    return net_->parameters();
  }

  void step(const Example<>& batch) {
    optimizer_.zero_grad();
    torch::cross_entropy_loss(net_->forward(batch.data), batch.target).backward();
    optimizer_.step();
  }

  const Setup setup_;
  torch::nn::Sequential net_;
  torch::optim::SGD optimizer_;
};

/// The same images as a dataset is usually written for torch::data.
class Images : public torch::data::datasets::Dataset<Images> {
 public:
  explicit Images(std::size_t count) : count_(count) {
    for (const NumpyArray& image : make_images(2048)) images_.push_back(from_numpy(image));
    mean_ = torch::tensor(image_mean, torch::kFloat).view({3, 1, 1});
    std_ = torch::tensor(image_std, torch::kFloat).view({3, 1, 1});
  }

  Example<> get(std::size_t index) override {
    const auto image = images_[index % images_.size()].to(torch::kFloat).div_(255).sub_(mean_).div_(std_);
    return {image, torch::tensor(static_cast<std::int64_t>(index % 1000))};
  }
  decltype(std::declval<NumpyDataset>().size()) size() const override { return count_; }

 private:
  std::size_t count_;
  std::vector<torch::Tensor> images_;
  torch::Tensor mean_, std_;
};

NumpyDataset wick_images(std::int64_t count) {
  NumpyDataset dataset({{"data", image_source(count)}, {"target", in_memory_rows(at::arange(count).remainder(1000))}});
  dataset.transform("data", image_transforms());
  return dataset;
}

double seconds_with_wick(Trainer& trainer, DataLoader& loader, std::int64_t steps) {
  auto epoch = loader.epoch(0);
  return trainer.seconds(
      [&]() -> Example<> {
        const auto [data, target] = epoch.next()->example();
        return {data, target};
      },
      steps);
}

template <typename Loader>
double seconds_with_torch(const Setup& setup, Trainer& trainer, Loader& loader, std::int64_t steps) {
  auto batch = loader.begin();
  bool first = true;
  return trainer.seconds(
      [&]() -> Example<> {
        if (!first) ++batch;  // Not behind the last batch: nobody waits for an end.
        first = false;
        return {batch->data.to(setup.device), batch->target.to(setup.device)};
      },
      steps);
}

}  // namespace

void measure_training(const Setup& setup, Report& report) {
  const std::int64_t steps = setup.amount(100), samples = (warm_steps + steps) * batch_size;
  Trainer trainer(setup);
  const Example<> ready{torch::randn({batch_size, 3, 224, 224}, setup.device),
                        torch::randint(1000, {batch_size}, torch::TensorOptions(torch::kLong).device(setup.device))};
  DataLoader ahead(wick_images(samples), {.batch_size = batch_size, .device = setup.device});
  DataLoader not_ahead(wick_images(samples), {.batch_size = batch_size, .device = setup.device, .device_prefetch = 0});
  auto usual = torch::data::make_data_loader<torch::data::samplers::SequentialSampler>(
      Images(static_cast<std::size_t>(samples)).map(torch::data::transforms::Stack<>()),
      torch::data::DataLoaderOptions(batch_size).workers(static_cast<std::size_t>(ahead.options().workers)));

  Row rate{"training.ideal", "ResNet-18 step on a batch that is on the device", {}, "images/s"};
  Row with{"training.ahead", "share of a step that waits for data: wick", {}};
  Row without{"training.not_ahead", "share of a step that waits for data: wick, device_prefetch: 0", {}};
  Row torch_data{"training.torch_data", "share of a step that waits for data: torch::data and .to(device)", {}};
  for (int round = -1; round < setup.rounds; ++round) {
    const double ideal = trainer.seconds([&] { return ready; }, steps);
    const double seconds[] = {seconds_with_wick(trainer, ahead, steps), seconds_with_wick(trainer, not_ahead, steps),
                              seconds_with_torch(setup, trainer, *usual, steps)};
    if (round < 0) continue;
    rate.values.push_back(static_cast<double>(steps * batch_size) / ideal);
    with.values.push_back(1 - ideal / seconds[0]);
    without.values.push_back(1 - ideal / seconds[1]);
    torch_data.values.push_back(1 - ideal / seconds[2]);
  }
  for (Row& row : std::vector<Row>{rate, with, without, torch_data}) report.add(row);
}

}  // namespace wick::gpu_check
