// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>

namespace wick::detail {

/// One batch in the making: work in phases, each of a number of tasks that may run at once and in any order. What a job
/// throws ends it; `JobQueue::take` hands the exception over.
class Job {
 public:
  virtual ~Job() = default;

  /// Begins the next phase and returns its number of tasks; 0 when the job is complete. Called first on the consumer's
  /// thread, then on the worker that finished the last task of the phase before; never while a task runs.
  virtual int begin_phase() = 0;

  /// Runs a task of the phase, on a worker. Returns soon after `cancelled` becomes true.
  virtual void run(int task, const std::atomic<bool>& cancelled) = 0;
};

}  // namespace wick::detail
