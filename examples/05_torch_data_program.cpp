// SPDX-License-Identifier: MIT

// An existing torch::data program gets wick's loader by changing one word. Both lines are here, to compare.

#include <wick/loader/make_data_loader.hpp>

#include <torch/torch.h>

#include <iostream>

namespace {

/// A dataset as programs have it: x and x squared. wick knows nothing about it.
class Squares : public torch::data::datasets::Dataset<Squares> {
 public:
  torch::data::Example<> get(std::size_t index) override {
    const auto x = static_cast<float>(index);
    return {torch::tensor(x), torch::tensor(x * x)};
  }
  torch::optional<std::size_t> size() const override { return 10; }
};

/// Looks at the first batch, then trains an epoch, as programs do.
template <typename Loader>
void train(const char* name, Loader& loader) {
  try {
    for (auto& batch : *loader) {
      std::cout << name << " starts with " << batch.data.sizes() << '\n';
      break;
    }
    for (auto& batch : *loader)
      std::cout << name << ": sum of " << batch.data.size(0) << " squares " << batch.target.sum().template item<float>()
                << '\n';
  } catch (const c10::Error& error) {
    std::cout << name << ": " << error.what_without_backtrace() << '\n';
  }
}

}  // namespace

int main() {
  using torch::data::samplers::SequentialSampler;
  const auto dataset = Squares().map(torch::data::transforms::Stack<>());
  const auto options = torch::data::DataLoaderOptions().batch_size(4).workers(2);

  auto torch_loader = torch::data::make_data_loader<SequentialSampler>(dataset, options);
  train("torch", torch_loader);

  auto wick_loader = wick::make_data_loader<SequentialSampler>(dataset, options);
  train("wick", wick_loader);
}

// Output:
//
//   torch starts with [4]
//   torch: Attempted to get a new DataLoader iterator while another iterator is not yet exhausted
//   wick starts with [4]
//   wick: sum of 4 squares 14
//   wick: sum of 4 squares 126
//   wick: sum of 2 squares 145
