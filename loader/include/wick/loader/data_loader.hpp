// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/field.hpp>
#include <wick/loader/batch.hpp>
#include <wick/loader/loader_options.hpp>
#include <wick/loader/sampler.hpp>
#include <wick/loader/statistics.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace wick {

class NumpyDataset;

namespace detail {
class LoaderCore;
}

/// One pass over the data: a range of batches, or `next()` by hand. Ends early by being destroyed or by asking the loader for another
/// epoch; both wait for the reads that are under way, and for nothing else.
/// Thread safety: one thread at a time, the consumer. It may outlive its loader.
class Epoch {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Batch;
    using difference_type = std::ptrdiff_t;
    using pointer = Batch*;
    using reference = Batch&;

    Batch& operator*() const noexcept { return *epoch_->current_; }
    Batch* operator->() const noexcept { return &*epoch_->current_; }
    Iterator& operator++();
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const noexcept { return !epoch_->current_; }

   private:
    friend class Epoch;
    explicit Iterator(Epoch* epoch) : epoch_(epoch) {}
    Epoch* epoch_;
  };

  Epoch(Epoch&&) noexcept;
  Epoch& operator=(Epoch&&) noexcept;
  ~Epoch();

  /// The next batch; nullopt after the last. Throws `SampleError` for a sample that could not be loaded; call again to go on, nothing else
  /// is lost. Throws `Error` when the loader has begun another epoch since.
  std::optional<Batch> next();

  Iterator begin();
  std::default_sentinel_t end() const noexcept { return {}; }

 private:
  friend class DataLoader;
  Epoch(std::shared_ptr<detail::LoaderCore> core, std::uint64_t ticket);

  std::shared_ptr<detail::LoaderCore> core_;
  std::uint64_t ticket_ = 0;
  std::optional<Batch> current_;
};

/// Loads batches ahead of the caller: reads samples in parallel and writes each straight into its place of the batch.
///
///     wick::DataLoader loader(dataset, {.batch_size = 256, .shuffle = true, .seed = 7});
///     for (int epoch = 0; epoch < 10; ++epoch)
///       for (auto& batch : loader.epoch(epoch)) step(batch["data"], batch["target"]);
///
/// Thread safety: one thread at a time, the consumer; `statistics` from any thread.
class DataLoader {
 public:
  /// LibTorch's samplers and everything like them: `reset()`, and `next(n)` that gives an optional container of at most n indices.
  /// Unlike wick's samplers they have state: it is theirs, and runs ahead by the batches under way.
  using NextIndices = std::function<std::optional<std::vector<std::int64_t>>(std::int64_t batch_size)>;

  /// Samples in order, or shuffled if the options say so. Throws `Error` on options that do not fit the dataset.
  explicit DataLoader(const NumpyDataset& dataset, LoaderOptions options = {});

  /// In the order of a sampler; `shuffle` must be off.
  DataLoader(const NumpyDataset& dataset, SamplerPtr sampler, LoaderOptions options = {});

  /// In the order of a sampler of LibTorch's kind.
  template <typename TorchSampler>
    requires requires(TorchSampler& sampler) { sampler.reset(); sampler.next(std::size_t{1}); }
  DataLoader(const NumpyDataset& dataset, TorchSampler sampler, LoaderOptions options = {})
      : DataLoader(dataset, share(std::make_shared<TorchSampler>(std::move(sampler))), std::move(options)) {}

  DataLoader(DataLoader&&) noexcept;
  DataLoader& operator=(DataLoader&&) noexcept;
  ~DataLoader();

  /// Begins epoch number `epoch`, whose order and random numbers follow from (seed, epoch). An epoch that was under way ends.
  Epoch epoch(std::uint64_t epoch);

  /// Samples per epoch, and batches per epoch; -1 with a sampler of LibTorch's kind.
  std::int64_t samples() const;
  std::int64_t batches() const;

  const ResolvedLoaderOptions& options() const noexcept;

  /// What was done so far. Costs microseconds.
  Statistics statistics() const;
  void reset_statistics();

 private:
  struct TorchOrder {
    std::function<void()> reset;
    NextIndices next;
  };

  DataLoader(const NumpyDataset& dataset, TorchOrder order, LoaderOptions options);

  template <typename TorchSampler>
  static TorchOrder share(std::shared_ptr<TorchSampler> sampler);

  std::shared_ptr<detail::LoaderCore> core_;
};

template <typename TorchSampler>
DataLoader::TorchOrder DataLoader::share(std::shared_ptr<TorchSampler> sampler) {
  return {[sampler] { sampler->reset(); },
          [sampler](std::int64_t batch_size) -> std::optional<std::vector<std::int64_t>> {
            auto indices = sampler->next(static_cast<std::size_t>(batch_size));
            if (!indices) return std::nullopt;
            return std::vector<std::int64_t>(indices->begin(), indices->end());
          }};
}

}  // namespace wick
