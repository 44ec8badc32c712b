// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/detail/job.hpp>

#include <torch/data/dataloader_options.h>

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace wick::detail {

/// Copies of a dataset for as many workers as ask at once: `torch::data` promises a dataset that no two threads use the
/// same copy. A stateful dataset is its own business: all get the one. Thread safety: `with` from any thread;
/// `prototype` while no job runs.
template <typename Dataset>
class DatasetCopies {
 public:
  explicit DatasetCopies(Dataset dataset) : prototype_(std::move(dataset)) {}

  Dataset& prototype() noexcept { return prototype_; }

  /// Calls `use(dataset)` with a dataset that nobody else has at the moment.
  template <typename Use>
  auto with(const Use& use) {
    if constexpr (Dataset::is_stateful) {
      return use(prototype_);
    } else {
      Lease lease{*this, take()};
      return use(*lease.copy);
    }
  }

 private:
  struct Lease {
    DatasetCopies& from;
    std::unique_ptr<Dataset> copy;
    ~Lease() {
      const std::lock_guard lock(from.mutex_);
      from.idle_.push_back(std::move(copy));
    }
  };

  std::unique_ptr<Dataset> take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<Dataset>(prototype_);
    auto copy = std::move(idle_.back());
    idle_.pop_back();
    return copy;
  }

  Dataset prototype_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Dataset>> idle_;  // Guarded by mutex_.
};

template <typename T>
struct WithoutOptional {
  using Type = T;
};
template <typename T>
requires requires(T& optional) {
  *optional;
  optional.has_value();
}
struct WithoutOptional<T> {
  using Type = std::remove_reference_t<decltype(*std::declval<T&>())>;
};

/// One call of a dataset's `get_batch`: the batch is the smallest piece that a `torch::data` dataset has.
template <typename Dataset, typename Request>
class DatasetJob : public Job {
 public:
  using Datasets = DatasetCopies<Dataset>;
  using Batch = typename WithoutOptional<typename Dataset::BatchType>::Type;

  DatasetJob(std::shared_ptr<Datasets> datasets, Request request)
      : datasets_(std::move(datasets)), request_(std::move(request)) {}

  int begin_phase() override { return std::exchange(begun_, true) ? 0 : 1; }

  void run(int, const std::atomic<bool>&) override {
    auto result = datasets_->with([this](Dataset& dataset) { return dataset.get_batch(request_); });
    if constexpr (Dataset::is_stateful) {
      if (result) batch = std::move(*result);
    } else {
      batch = std::move(result);
    }
  }

  /// The result, when complete; none where a stateful dataset is at its end.
  std::optional<Batch> batch;

 private:
  const std::shared_ptr<Datasets> datasets_;
  Request request_;
  bool begun_ = false;
};

/// The requests of a stateless dataset's epoch: what its sampler names.
template <typename Sampler>
class SamplerRequests {
 public:
  using Request = typename Sampler::BatchRequestType;

  explicit SamplerRequests(Sampler sampler) : sampler_(std::move(sampler)) {}

  template <typename Dataset>
  void reset(Dataset&) {
    sampler_.reset();
  }

  std::optional<Request> next(const torch::data::FullDataLoaderOptions& options) {
    auto request = sampler_.next(options.batch_size);
    if (!request || (options.drop_last && request->size() < options.batch_size)) return std::nullopt;
    return std::move(*request);
  }

 private:
  Sampler sampler_;
};

/// The requests of a stateful dataset's epoch: a batch, and another one, until it has no more.
class SizeRequests {
 public:
  using Request = std::size_t;

  template <typename Dataset>
  void reset(Dataset& dataset) {
    dataset.reset();
  }

  std::optional<Request> next(const torch::data::FullDataLoaderOptions& options) { return options.batch_size; }
};

}  // namespace wick::detail
