// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/detail/job.hpp>

#include <atomic>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>

namespace wick::detail {

class Workers;

/// Where workers leave word for the consumer. Shared by all jobs of a queue and by their tasks, which may be a moment
/// behind it.
struct Board {
  std::mutex mutex;
  std::condition_variable changed;

  // Guarded by mutex.
  int tasks = 0;  ///< Handed to the workers and not yet over.
};

/// A job and how far it is. Lives as long as a task of it or the queue needs it.
class RunningJob : public std::enable_shared_from_this<RunningJob> {
 public:
  RunningJob(std::shared_ptr<Job> job, std::shared_ptr<Board> board, Workers& workers);

  /// Begins the job's first phase and hands its tasks to the workers. Consumer thread.
  void start();

  /// Runs the whole job on the calling thread, if that was not done before.
  void run_here();

  // Constant after construction.
  const std::shared_ptr<Job> job;

  std::atomic<bool> cancelled{false};

  // Guarded by the board's mutex until `done`; constant from then on.
  bool done = false;
  std::exception_ptr failure;

 private:
  struct Task;

  template <typename Call>
  void guarded(const Call& call) noexcept;
  int next_phase() noexcept;
  void run_task(int task) noexcept;
  void advance() noexcept;
  void enqueue(int tasks) noexcept;
  void count_tasks(int change) noexcept;
  void fail() noexcept;
  void finish() noexcept;

  // Constant after construction.
  const std::shared_ptr<Board> board_;
  Workers& workers_;

  std::atomic<int> remaining_{0};  ///< Tasks of this phase that are not over.
  std::atomic<bool> failed_{false};
};

}  // namespace wick::detail
