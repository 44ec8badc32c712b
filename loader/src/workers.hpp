// SPDX-License-Identifier: MIT
#pragma once

#include <oneapi/tbb/task_arena.h>

#include <memory>
#include <optional>
#include <utility>

namespace wick::detail {

/// A claim to `count` threads beside those that oneTBB would make anyhow. oneTBB caps its threads at the number of
/// cores, for the whole process and by the smallest of all `global_control`s; wick therefore keeps one, of the sum of
/// all claims.
class ThreadClaim {
 public:
  explicit ThreadClaim(int count);
  ~ThreadClaim();
  ThreadClaim(const ThreadClaim&) = delete;
  ThreadClaim& operator=(const ThreadClaim&) = delete;

 private:
  int count_;
};

/// `count` threads of oneTBB for one loader, in an arena of their own, whatever the number of cores. None for 0.
class Workers {
 public:
  explicit Workers(int count);

  int count() const noexcept { return count_; }

  /// Runs `task` on a worker some time. `task` must not throw. Called from any thread; `count()` is above 0.
  template <typename Task>
  void enqueue(Task task) {
    arena_->enqueue(std::move(task));
  }

  /// Which worker the calling thread is, from 0; 0 for the consumer of a loader without workers.
  static int current() noexcept;

 private:
  int count_;
  std::optional<ThreadClaim> claim_;
  std::optional<oneapi::tbb::task_arena> arena_;
};

}  // namespace wick::detail
