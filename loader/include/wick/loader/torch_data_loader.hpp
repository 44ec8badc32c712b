// SPDX-License-Identifier: MIT
#pragma once

#include <wick/error.hpp>
#include <wick/loader/detail/batch_cursor.hpp>
#include <wick/loader/detail/dataset_job.hpp>
#include <wick/loader/detail/job_queue.hpp>

#include <torch/data/dataloader_options.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
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

    BatchType& operator*() const { return *state_->current(); }
    BatchType* operator->() const { return &**this; }
    Iterator& operator++() {
      state_->advance();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(const Iterator& other) const { return at_end() == other.at_end(); }

   private:
    friend class TorchDataLoader;
    Iterator() = default;
    explicit Iterator(std::shared_ptr<typename TorchDataLoader::State> state) : state_(std::move(state)) {}
    bool at_end() const { return !state_ || !state_->current(); }

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
      exhausted = false;
      cursor.restart();
      fill();
    }

    void stop() {
      queue.clear();
      sampler_error = nullptr;
      cursor.stop();
      exhausted = true;
    }

    std::optional<BatchType>& current() {
      return cursor.arrive([this] { return fetch(); });
    }
    void advance() {
      cursor.advance([this] { return fetch(); });
    }

    std::optional<BatchType> fetch() {
      fill();
      while (queue.size() > 0) {
        const auto taken = queue.take(!options.enforce_ordering, timeout());
        if (!taken)
          throw Error("no batch within the timeout of " + std::to_string(timeout()->count()) +
                      " ms; it may still arrive");
        auto& batch = static_cast<Job&>(*taken->job).batch;
        if (!taken->failure && !batch) exhausted = true;  // A stateful dataset's end.
        fill();
        if (taken->failure) std::rethrow_exception(taken->failure);
        if (batch) return std::move(batch);
      }
      if (sampler_error) std::rethrow_exception(std::exchange(sampler_error, nullptr));
      return std::nullopt;
    }

    // LibTorch's optional is its own class before 2.2.
    std::optional<std::chrono::milliseconds> timeout() const {
      return options.timeout ? std::optional(*options.timeout) : std::nullopt;
    }

    void fill() {
      const std::size_t ahead = options.workers == 0 ? 1 : std::max<std::size_t>(1, options.max_jobs);
      while (!exhausted && !sampler_error && queue.size() < ahead) try {
          auto request = requests.next(options);
          if (request)
            queue.push_back(std::make_shared<Job>(datasets, std::move(*request)));
          else
            exhausted = true;
        } catch (...) {
          sampler_error = std::current_exception();
        }
    }

    torch::data::FullDataLoaderOptions options;
    std::shared_ptr<typename Job::Datasets> datasets;
    Requests requests;
    bool exhausted = true;
    std::exception_ptr sampler_error;  // Thrown after the batches that were requested before it.
    detail::BatchCursor<BatchType> cursor;
    detail::JobQueue queue;
  };

  static torch::data::FullDataLoaderOptions checked(torch::data::DataLoaderOptions options) {
    if (options.batch_size() == 0) throw Error("make_data_loader: batch_size is 0; at least 1 expected");
    constexpr std::size_t most = 1024;
    if (options.workers() > most)
      throw Error("make_data_loader: workers is " + std::to_string(options.workers()) + "; 0 to 1024 expected");
    return torch::data::FullDataLoaderOptions(options);
  }

  torch::data::FullDataLoaderOptions options_;
  std::shared_ptr<State> state_;
};

}  // namespace wick
