// SPDX-License-Identifier: MIT
#pragma once

#include <wick/error.hpp>
#include <wick/loader/detail/dataset_job.hpp>
#include <wick/loader/detail/job_queue.hpp>

#include <torch/data/dataloader_options.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace wick {

/// What `make_data_loader` returns: any `torch::data` dataset, loaded by wick's engine. Used as LibTorch's own: `for
/// (auto& batch : *loader)`.
///
/// What LibTorch's lacks: an exception does not cost later batches (catch it, then `++iterator`); `begin()` starts anew
/// at any moment, also after a `break`; iterators may outlive the loader; what a dataset throws arrives as it was
/// thrown. A stateless dataset is copied for each worker; a stateful one is shared by all, as in LibTorch. Thread
/// safety: one thread at a time, the consumer.
template <typename Dataset, typename Requests>
class TorchDataLoader {
 public:
  using BatchType = typename detail::DatasetJob<Dataset, typename Requests::Request>::Batch;

  /// Input iterator over the batches of an epoch; all iterators of a loader are at the same batch. As LibTorch's, it
  /// waits for the first batch when it is first looked at. Every operation may throw what the dataset threw; the next
  /// one goes on with the batch after.
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = BatchType;
    using difference_type = std::ptrdiff_t;
    using pointer = BatchType*;
    using reference = BatchType&;

    BatchType& operator*() const {
      state_->arrive();
      return *state_->current;
    }
    BatchType* operator->() const { return &**this; }
    Iterator& operator++() {
      state_->advance();
      return *this;
    }
    void operator++(int) { state_->advance(); }
    bool operator==(const Iterator& other) const { return at_end() == other.at_end(); }

   private:
    friend class TorchDataLoader;
    Iterator() = default;
    explicit Iterator(std::shared_ptr<typename TorchDataLoader::State> state) : state_(std::move(state)) {}
    bool at_end() const {
      if (state_) state_->arrive();
      return !state_ || !state_->current;
    }

    std::shared_ptr<typename TorchDataLoader::State> state_;
  };

  TorchDataLoader(Dataset dataset, Requests requests, torch::data::DataLoaderOptions options)
      : options_(checked(options)),
        state_(std::make_shared<State>(std::move(dataset), std::move(requests), options_)) {}

  /// Starts an epoch, from whatever state.
  Iterator begin() {
    state_->restart();
    return Iterator(state_);
  }

  Iterator end() const noexcept { return Iterator(); }

  /// Ends the epoch under way: waits for the batches that are being made and drops them.
  void join() { state_->stop(); }

  const torch::data::FullDataLoaderOptions& options() const noexcept { return options_; }

 private:
  using Job = detail::DatasetJob<Dataset, typename Requests::Request>;

  // The loader and its iterators share it. Consumer thread only.
  struct State {
    State(Dataset dataset, Requests sampler, const torch::data::FullDataLoaderOptions& full)
        : options(full),
          datasets(std::make_shared<typename Job::Datasets>(std::move(dataset))),
          requests(std::move(sampler)),
          queue(static_cast<int>(full.workers)) {}

    void restart() {
      stop();
      requests.reset(datasets->prototype());
      exhausted = failed = false;
      before = true;
      fill();
    }

    void stop() {
      queue.clear();
      current.reset();
      exhausted = true;
    }

    // Has the batch that the iterators are at, or the end.
    void arrive() {
      if (!before) return;
      failed = true;
      fetch();
      before = failed = false;
    }

    // To the next batch. One that failed counts as passed.
    void advance() {
      if (!failed) arrive();
      before = true;
      arrive();
    }

    void fetch() {
      fill();
      while (queue.size() > 0) {
        const auto taken = queue.take(!options.enforce_ordering, timeout());
        if (!taken)
          throw Error("no batch within the timeout of " + std::to_string(timeout()->count()) +
                      " ms; it may still arrive");
        if (!taken->failure && !static_cast<Job&>(*taken->job).batch) exhausted = true;  // A stateful dataset's end.
        fill();
        if (taken->failure) std::rethrow_exception(taken->failure);
        if (auto& batch = static_cast<Job&>(*taken->job).batch) {
          current = std::move(batch);
          return;
        }
      }
      current.reset();
    }

    // LibTorch's optional is its own class before 2.2.
    std::optional<std::chrono::milliseconds> timeout() const {
      return options.timeout ? std::optional(*options.timeout) : std::nullopt;
    }

    void fill() {
      const std::size_t ahead = options.workers == 0 ? 1 : std::max<std::size_t>(1, options.max_jobs);
      while (!exhausted && queue.size() < ahead) {
        auto request = requests.next(options);
        if (request)
          queue.push_back(std::make_shared<Job>(datasets, std::move(*request)));
        else
          exhausted = true;
      }
    }

    torch::data::FullDataLoaderOptions options;
    std::shared_ptr<typename Job::Datasets> datasets;
    Requests requests;
    bool exhausted = true;
    bool before = false;  // The batch that the iterators are at was not fetched yet,
    bool failed = false;  // or fetching it threw.
    std::optional<BatchType> current;
    detail::JobQueue queue;
  };

  static torch::data::FullDataLoaderOptions checked(torch::data::DataLoaderOptions options) {
    if (options.batch_size() == 0) throw Error("make_data_loader: batch_size is 0; at least 1 expected");
    return torch::data::FullDataLoaderOptions(options);
  }

  torch::data::FullDataLoaderOptions options_;
  std::shared_ptr<State> state_;
};

}  // namespace wick
