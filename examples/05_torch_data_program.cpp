// SPDX-License-Identifier: MIT

// An existing torch::data program gets wick's loader by changing one word. Both lines are here, to compare.

#include <wick/loader/make_data_loader.hpp>

#include <torch/torch.h>

#include <iostream>
#include <stdexcept>

namespace {

/// A dataset as programs have it, of 40 samples x, x * x. wick knows nothing about it. Some samples may be broken.
struct Squares : torch::data::datasets::Dataset<Squares> {
  explicit Squares(bool some_broken) : broken(some_broken) {}
  torch::data::Example<> get(std::size_t index) override {
    if (broken && index >= 4 && index < 20) throw std::runtime_error("cannot be read");
    const auto x = static_cast<float>(index);
    return {torch::tensor(x), torch::tensor(x * x)};
  }
  torch::optional<std::size_t> size() const override { return 40; }

  bool broken;
};

/// The loop that programs have.
template <typename Loader>
void train(const char* name, Loader& loader) {
  float sum = 0;
  for (auto& batch : *loader) sum += batch.target.sum().template item<float>();
  std::cout << name << ": the squares add up to " << sum << '\n';
}

/// A loop that goes on where a batch cannot be had.
template <typename Loader>
void train_what_can_be_read(const char* name, Loader& loader) {
  int batches = 0, errors = 0;
  for (auto batch = loader->begin(); batch != loader->end(); ++batches) {
    for (bool next = false; !next;) {
      try {
        ++batch;
        next = true;
      } catch (const std::exception&) {
        ++errors;
      }
    }
  }
  std::cout << name << ": " << batches << " of 10 batches, " << errors << " errors\n";
}

}  // namespace

int main() {
  using torch::data::samplers::SequentialSampler;
  using torch::data::transforms::Stack;
  const auto options = torch::data::DataLoaderOptions().batch_size(4).workers(2);

  auto torch_loader = torch::data::make_data_loader(Squares(false).map(Stack<>()), options);
  auto wick_loader = wick::make_data_loader(Squares(false).map(Stack<>()), options);
  train("torch", torch_loader);
  train("wick", wick_loader);

  // What it gains: an error costs its own batch. In LibTorch each error ends one of the jobs that work ahead, and with
  // the last of them the epoch.
  auto torch_broken = torch::data::make_data_loader<SequentialSampler>(Squares(true).map(Stack<>()), options);
  auto wick_broken = wick::make_data_loader<SequentialSampler>(Squares(true).map(Stack<>()), options);
  train_what_can_be_read("torch", torch_broken);
  train_what_can_be_read("wick", wick_broken);
}

// Output:
//
//   torch: the squares add up to 20540
//   wick: the squares add up to 20540
//   torch: 1 of 10 batches, 4 errors
//   wick: 6 of 10 batches, 4 errors
