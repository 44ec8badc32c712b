// SPDX-License-Identifier: MIT
#pragma once

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

namespace wick::detail {

/// Sets the calling thread up for loading while it lives: no gradients, no inference mode (its tensors could not be
/// trained with), and torch operations on this thread alone, since the samples are what runs in parallel. Restores what
/// was.
///
/// All of it is thread-local: make one in every task, in the innermost scope around the work, and let no task of others
/// run inside (user code runs isolated).
class WorkerGuard {
 public:
  WorkerGuard();
  ~WorkerGuard();
  WorkerGuard(const WorkerGuard&) = delete;
  WorkerGuard& operator=(const WorkerGuard&) = delete;

 private:
  int openmp_threads_;
  c10::InferenceMode no_inference_{false};
  c10::NoGradGuard no_grad_;  // after InferenceMode, which turns gradients on when it turns itself off
};

}  // namespace wick::detail
