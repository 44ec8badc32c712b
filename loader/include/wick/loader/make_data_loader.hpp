// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/torch_data_loader.hpp>

#include <torch/data/dataloader_options.h>
#include <torch/data/samplers/random.h>

#include <memory>
#include <type_traits>
#include <utility>

namespace wick {

/// `torch::data::make_data_loader` with wick's engine: the same arguments and the same loop. Change one word of a
/// program.
///
///     auto loader = wick::make_data_loader(dataset.map(torch::data::transforms::Stack<>()), options);
///     for (auto& batch : *loader) train(batch.data, batch.target);
///
/// `options.workers` threads call `get_batch`, each on a copy of the dataset; 0 is the caller's thread. `max_jobs`
/// batches are made ahead. A `NumpyDataset` gains more from `wick::DataLoader`, which reads its samples straight into
/// the batch.
template <typename Dataset, typename Sampler>
requires(!Dataset::is_stateful) auto make_data_loader(Dataset dataset, Sampler sampler,
                                                      torch::data::DataLoaderOptions options) {
  using Loader = TorchDataLoader<Dataset, detail::SamplerRequests<Sampler>>;
  return std::make_unique<Loader>(std::move(dataset), detail::SamplerRequests<Sampler>(std::move(sampler)), options);
}

/// With a sampler made from the dataset's size: LibTorch's random one unless named, as
/// `make_data_loader<SequentialSampler>(...)`.
template <typename Sampler = torch::data::samplers::RandomSampler, typename Dataset>
requires(!Dataset::is_stateful && std::is_constructible_v<Sampler, std::size_t>) auto make_data_loader(
    Dataset dataset, torch::data::DataLoaderOptions options = {}) {
  const auto size = dataset.size();
  if (!size) throw Error("make_data_loader: the dataset has no size to make a sampler of; pass a sampler");
  return make_data_loader(std::move(dataset), Sampler(*size), options);
}

/// For a stateful dataset, which decides itself what a batch holds.
template <typename Dataset>
requires(Dataset::is_stateful) auto make_data_loader(Dataset dataset, torch::data::DataLoaderOptions options = {}) {
  using Loader = TorchDataLoader<Dataset, detail::SizeRequests>;
  return std::make_unique<Loader>(std::move(dataset), detail::SizeRequests(), options);
}

}  // namespace wick
