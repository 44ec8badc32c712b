// SPDX-License-Identifier: MIT
#include <support/scripted_source.hpp>
#include <wick/loader/detail/job_queue.hpp>

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <chrono>
#include <functional>
#include <stdexcept>
#include <thread>
#include <vector>

#include <support/prelude.hpp>

using namespace wick::detail;
using wick::test::Gate;

namespace {

// Phases of the given numbers of tasks, each of which does `work`.
class TestJob : public Job {
 public:
  using Work = std::function<void(int phase, int task, const std::atomic<bool>& cancelled)>;

  TestJob(std::vector<int> phases, Work work) : phases_(std::move(phases)), work_(std::move(work)) {}

  int begin_phase() override {
    ++phase_;
    return phase_ < static_cast<int>(phases_.size()) ? phases_[static_cast<std::size_t>(phase_)] : 0;
  }
  void run(int task, const std::atomic<bool>& cancelled) override { work_(phase_, task, cancelled); }

 private:
  std::vector<int> phases_;
  Work work_;
  int phase_ = -1;
};

}  // namespace

TEST_CASE("Every task of a phase is over before the next phase begins", "[loader]") {
  for (const int workers : {0, 1, 3}) {
    JobQueue queue(workers);
    for (int round = 0; round < 100; ++round) {
      std::atomic<int> first{0}, second{0}, early{0};
      queue.push_back(std::make_shared<TestJob>(std::vector{5, 7}, [&](int phase, int, const auto&) {
        if (phase == 0)
          ++first;
        else {
          if (first != 5) ++early;
          ++second;
        }
      }));
      const auto taken = queue.take(false);
      CHECK_FALSE(taken->failure);
      CHECK(second == 7);
      CHECK(early == 0);
    }
  }
}

TEST_CASE("Clearing a queue begins no task and waits for those that run", "[loader]") {
  std::atomic<int> begun{0}, over{0};
  JobQueue queue(2);
  Gate gate;
  gate.open();
  for (int i = 0; i < 3; ++i)
    queue.push_back(std::make_shared<TestJob>(std::vector{50}, [&](int, int, const std::atomic<bool>& cancelled) {
      ++begun;
      gate.pass();
      while (!cancelled) std::this_thread::yield();
      ++over;
    }));
  gate.await(2);
  queue.clear();
  CHECK(begun == 2);
  CHECK(over == 2);
  CHECK(queue.size() == 0);
}

TEST_CASE("What a job throws, in a task or in beginning a phase, is handed over, and the queue goes on", "[loader]") {
  struct Failing : Job {
    int begin_phase() override { throw std::logic_error("no phase"); }
    void run(int, const std::atomic<bool>&) override {}
  };
  for (const int workers : {0, 1, 3}) {
    JobQueue queue(workers);
    queue.push_back(std::make_shared<TestJob>(std::vector{4}, [](int, int task, const auto&) {
      if (task == 2) throw 42;
    }));
    queue.push_back(std::make_shared<Failing>());
    queue.push_back(std::make_shared<TestJob>(std::vector{1}, [](int, int, const auto&) {}));
    CHECK_THROWS_AS(std::rethrow_exception(queue.take(false)->failure), int);
    CHECK_THROWS_AS(std::rethrow_exception(queue.take(false)->failure), std::logic_error);
    CHECK_FALSE(queue.take(false)->failure);
  }
}

TEST_CASE("Taking gives up after the timeout and can be tried again", "[loader]") {
  JobQueue queue(1);
  Gate gate;
  queue.push_back(std::make_shared<TestJob>(std::vector{1}, [&](int, int, const auto&) { gate.pass(); }));
  CHECK_FALSE(queue.take(false, std::chrono::milliseconds(1)));
  CHECK(queue.size() == 1);
  gate.open();
  CHECK(queue.take(false));
}

TEST_CASE("Tasks run without gradients and inference mode, whatever the caller has", "[loader]") {
  for (const int workers : {0, 2}) {
    JobQueue queue(workers);
    const c10::InferenceMode inference(true);
    std::atomic<int> wrong{0};
    queue.push_back(std::make_shared<TestJob>(std::vector{8}, [&](int, int, const auto&) {
      if (c10::InferenceMode::is_enabled() || c10::GradMode::is_enabled()) ++wrong;
    }));
    CHECK_FALSE(queue.take(false)->failure);
    CHECK(wrong == 0);
    CHECK(c10::InferenceMode::is_enabled());
  }
}

TEST_CASE("Many queues with many workers run side by side", "[loader]") {
  std::vector<std::unique_ptr<JobQueue>> queues;
  Gate gate;
  for (int q = 0; q < 3; ++q) {
    queues.push_back(std::make_unique<JobQueue>(6));
    queues.back()->push_back(std::make_shared<TestJob>(std::vector{6}, [&](int, int, const auto&) { gate.pass(); }));
  }
  gate.await(18);  // Hangs, and is stopped by the time limit, if one loader takes threads from another.
  gate.open();
  for (auto& queue : queues) CHECK_FALSE(queue->take(false)->failure);
}

TEST_CASE("The longest timeout that there is waits", "[loader]") {
  JobQueue queue(1);
  Gate gate;
  queue.push_back(std::make_shared<TestJob>(std::vector{1}, [&](int, int, const auto&) { gate.pass(); }));
  std::thread later([&] {
    gate.await(1);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    gate.open();
  });
  CHECK(queue.take(false, std::chrono::milliseconds::max()));
  later.join();
}

TEST_CASE("A job that waits in TBB on the caller's thread takes up none of the caller's tasks", "[loader]") {
  tbb::task_arena callers(1), others(1, 0);
  bool as_caller = false;
  const auto wait = [&](int, int, const auto&) {
    tbb::task_group group;
    others.enqueue(group.defer([] { std::this_thread::sleep_for(std::chrono::milliseconds(50)); }));
    group.wait();
  };
  callers.execute([&] {
    tbb::task_group group;
    group.run([&] { as_caller = c10::GradMode::is_enabled(); });  // Inside of a job gradients are off.
    JobQueue queue(0);
    queue.push_back(std::make_shared<TestJob>(std::vector{1}, wait));
    CHECK_FALSE(queue.take(false)->failure);
    group.wait();
  });
  CHECK(as_caller);
}
