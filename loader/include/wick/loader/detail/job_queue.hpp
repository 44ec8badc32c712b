// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/detail/job.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>

namespace wick::detail {

/// The engine: jobs under way, in the order of the batches, on workers of its own.
///
/// There is no dispatcher: a job runs from the moment it is pushed, and each finished phase begins the next. With no
/// workers, a job runs on the consumer's thread when it is taken.
///
/// Thread safety: one thread at a time, the consumer. Jobs run on workers.
class JobQueue {
 public:
  explicit JobQueue(int workers);
  ~JobQueue();  ///< As `clear`.

  JobQueue(const JobQueue&) = delete;
  JobQueue& operator=(const JobQueue&) = delete;

  /// Starts a job whose batch comes after all others, or before all others.
  void push_back(std::shared_ptr<Job> job);
  void push_front(std::shared_ptr<Job> job);

  /// Jobs that were pushed and not taken, and those of them that are complete.
  std::size_t size() const noexcept;
  std::size_t ready() const;

  /// Calls `visit` for each complete job, in order.
  void each_ready(const std::function<void(Job&)>& visit);

  struct Taken {
    std::shared_ptr<Job> job;
    std::exception_ptr failure;  ///< What the job threw, if it did.
  };

  /// Waits for the first job, or with `any` for whichever is complete first, and removes it. The queue is not empty.
  /// Returns nullopt after `timeout`; the job is then still there.
  std::optional<Taken> take(bool any, std::optional<std::chrono::milliseconds> timeout = std::nullopt);

  /// Drops all jobs. Tasks that have not begun never do; waits for those that have. Afterwards no worker holds a job.
  void clear();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace wick::detail
