// SPDX-License-Identifier: MIT
#include <wick/loader/detail/job_queue.hpp>

#include "running_job.hpp"
#include "workers.hpp"

#include <algorithm>
#include <deque>
#include <vector>

namespace wick::detail {
namespace {

constexpr std::chrono::milliseconds longest_wait = std::chrono::hours(24 * 365);  // Clocks count no further than 2262.

}  // namespace

struct JobQueue::State {
  explicit State(int count) : board(std::make_shared<Board>()), workers(count) {}

  // Constant after construction.
  std::shared_ptr<Board> board;
  Workers workers;

  // Consumer thread only.
  std::deque<std::shared_ptr<RunningJob>> jobs;

  std::shared_ptr<RunningJob> start(std::shared_ptr<Job> job) {
    auto running = std::make_shared<RunningJob>(std::move(job), board, workers);
    if (workers.count() > 0) running->start();
    return running;
  }
};

JobQueue::JobQueue(int workers) : state_(std::make_unique<State>(workers)) {}

JobQueue::~JobQueue() { clear(); }

void JobQueue::push_back(std::shared_ptr<Job> job) { state_->jobs.push_back(state_->start(std::move(job))); }

void JobQueue::push_front(std::shared_ptr<Job> job) { state_->jobs.push_front(state_->start(std::move(job))); }

std::size_t JobQueue::size() const noexcept { return state_->jobs.size(); }

std::size_t JobQueue::ready() const {
  const std::lock_guard lock(state_->board->mutex);
  return static_cast<std::size_t>(
      std::count_if(state_->jobs.begin(), state_->jobs.end(), [](const auto& running) { return running->done; }));
}

void JobQueue::each_ready(const std::function<void(Job&)>& visit) {
  std::vector<std::shared_ptr<Job>> ready;
  {
    const std::lock_guard lock(state_->board->mutex);
    for (const auto& running : state_->jobs)
      if (running->done && !running->failure) ready.push_back(running->job);
  }
  for (const auto& job : ready) visit(*job);
}

std::optional<JobQueue::Taken> JobQueue::take(bool any, std::optional<std::chrono::milliseconds> timeout) {
  auto& jobs = state_->jobs;
  if (state_->workers.count() == 0) jobs.front()->run_here();

  auto found = jobs.end();
  const auto complete = [&] {
    const auto last = any ? jobs.end() : jobs.begin() + 1;
    found = std::find_if(jobs.begin(), last, [](const auto& running) { return running->done; });
    return found != last;
  };
  {
    std::unique_lock lock(state_->board->mutex);
    if (!timeout)
      state_->board->changed.wait(lock, complete);
    else if (!state_->board->changed.wait_for(lock, std::min(*timeout, longest_wait), complete))
      return std::nullopt;
  }
  Taken taken{(*found)->job, (*found)->failure};
  jobs.erase(found);
  return taken;
}

void JobQueue::clear() {
  for (const auto& running : state_->jobs) running->cancelled = true;
  {
    std::unique_lock lock(state_->board->mutex);
    state_->board->changed.wait(lock, [&] { return state_->board->tasks == 0; });
  }
  state_->jobs.clear();
}

}  // namespace wick::detail
