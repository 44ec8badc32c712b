// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/epoch.hpp>
#include <wick/loader/loader_options.hpp>
#include <wick/loader/sampler.hpp>
#include <wick/loader/statistics.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace wick {

class NumpyDataset;

namespace detail {
class LoaderCore;
}

/// Loads batches ahead of the caller: reads samples in parallel and writes each straight into its place of the batch.
///
///     wick::DataLoader loader(dataset, {.batch_size = 256, .shuffle = true, .seed = 7});
///     for (int epoch = 0; epoch < 10; ++epoch)
///       for (auto& batch : loader.epoch(epoch)) step(batch["data"], batch["target"]);
///
/// It keeps what it needs of the dataset, which may go or be changed afterwards: transforms that are added later do not
/// reach the loader. Thread safety: one thread at a time, the consumer; `statistics` from any thread.
class DataLoader {
 public:
  /// LibTorch's samplers and everything like them: `reset()`, and `next(n)` that gives an optional container of at most
  /// n indices. Unlike wick's samplers they have state: it is theirs, and runs ahead by the batches under way.
  using NextIndices = std::function<std::optional<std::vector<std::int64_t>>(std::int64_t batch_size)>;

  /// Samples in order, or shuffled if the options say so. Throws `Error` on options that do not fit the dataset.
  explicit DataLoader(const NumpyDataset& dataset, LoaderOptions options = {});

  /// In the order of a sampler; `shuffle` must be off.
  DataLoader(const NumpyDataset& dataset, SamplerPtr sampler, LoaderOptions options = {});

  /// In the order of a sampler of LibTorch's kind.
  template <typename TorchSampler>
  requires requires(TorchSampler& sampler) {
    sampler.reset();
    sampler.next(std::size_t{1});
  }
  DataLoader(const NumpyDataset& dataset, TorchSampler sampler, LoaderOptions options = {})
      : DataLoader(dataset, share(std::make_shared<TorchSampler>(std::move(sampler))), std::move(options)) {}

  DataLoader(DataLoader&&) noexcept;
  DataLoader& operator=(DataLoader&&) noexcept;
  ~DataLoader();

  /// Begins epoch number `epoch`, whose order and random numbers follow from (seed, epoch). An epoch that was under way
  /// ends.
  Epoch epoch(std::uint64_t epoch);

  /// Samples per epoch, and batches per epoch, those that errors may cost included; nullopt with a sampler of
  /// LibTorch's kind, which tells only while it runs.
  std::optional<std::int64_t> samples() const;
  std::optional<std::int64_t> batches() const;

  const ResolvedLoaderOptions& options() const noexcept;

  /// What was done so far. Costs microseconds.
  Statistics statistics() const;
  void reset_statistics();

 private:
  struct TorchOrder {
    std::function<void(std::uint64_t epoch)> begin;
    NextIndices next;
  };

  DataLoader(const NumpyDataset& dataset, TorchOrder order, LoaderOptions options);

  template <typename TorchSampler>
  static TorchOrder share(std::shared_ptr<TorchSampler> sampler);

  std::shared_ptr<detail::LoaderCore> core_;
};

template <typename TorchSampler>
DataLoader::TorchOrder DataLoader::share(std::shared_ptr<TorchSampler> sampler) {
  return {[sampler](std::uint64_t epoch) {
            // LibTorch's distributed samplers shuffle by an epoch that somebody has to tell them.
            if constexpr (requires { sampler->set_epoch(epoch); }) sampler->set_epoch(epoch);
            sampler->reset();
          },
          [sampler](std::int64_t batch_size) -> std::optional<std::vector<std::int64_t>> {
            auto indices = sampler->next(static_cast<std::size_t>(batch_size));
            if (!indices) return std::nullopt;
            return std::vector<std::int64_t>(indices->begin(), indices->end());
          }};
}

}  // namespace wick
