// SPDX-License-Identifier: MIT
#include "running_job.hpp"

#include <wick/datasets/detail/isolated.hpp>
#include <wick/datasets/detail/worker_guard.hpp>

#include "workers.hpp"

namespace wick::detail {

// What TBB gets. It lets go of the job before it counts itself as over, so that whoever waited for that finds no worker
// holding a user's objects.
struct RunningJob::Task {
  mutable std::shared_ptr<RunningJob> running;
  int task;

  void operator()() const noexcept {
    const std::shared_ptr<Board> board = running->board_;
    running->run_task(task);
    running.reset();
    const std::lock_guard lock(board->mutex);
    if (--board->tasks == 0) board->changed.notify_all();
  }
};

RunningJob::RunningJob(std::shared_ptr<Job> job, std::shared_ptr<Board> board, Workers& workers)
    : job(std::move(job)), board_(std::move(board)), workers_(workers) {}

// Calls into the job, and so into user code, which must not, when it waits in TBB, take up another task on this stack:
// one of ours, or one of the consumer's, whose thread this may be.
template <typename Call>
void RunningJob::guarded(const Call& call) noexcept {
  try {
    const WorkerGuard guard;
    isolated(call);
  } catch (...) {
    fail();
  }
}

void RunningJob::start() { advance(); }

void RunningJob::run_here() {
  if (done) return;
  while (const int tasks = next_phase())
    for (int task = 0; task < tasks && !failed_; ++task) guarded([&] { job->run(task, cancelled); });
  finish();
}

int RunningJob::next_phase() noexcept {
  int tasks = 0;
  if (!cancelled && !failed_) guarded([&] { tasks = job->begin_phase(); });
  return tasks;
}

void RunningJob::run_task(int task) noexcept {
  if (!cancelled && !failed_) guarded([&] { job->run(task, cancelled); });
  if (remaining_.fetch_sub(1) == 1) advance();
}

void RunningJob::advance() noexcept {
  const int tasks = next_phase();
  if (tasks == 0)
    finish();
  else
    enqueue(tasks);
}

void RunningJob::enqueue(int tasks) noexcept {
  remaining_ = tasks;
  count_tasks(tasks);
  int handed_out = 0;
  try {
    for (; handed_out < tasks; ++handed_out) workers_.enqueue(Task{shared_from_this(), handed_out});
  } catch (...) {  // No memory for a task: those that nobody got are over.
    fail();
    count_tasks(handed_out - tasks);
    if (remaining_.fetch_sub(tasks - handed_out) == tasks - handed_out) finish();
  }
}

void RunningJob::count_tasks(int change) noexcept {
  const std::lock_guard lock(board_->mutex);
  board_->tasks += change;
  if (board_->tasks == 0) board_->changed.notify_all();
}

void RunningJob::fail() noexcept {
  const std::lock_guard lock(board_->mutex);
  if (!failed_.exchange(true)) failure = std::current_exception();
}

void RunningJob::finish() noexcept {
  const std::lock_guard lock(board_->mutex);
  done = true;
  board_->changed.notify_all();
}

}  // namespace wick::detail
