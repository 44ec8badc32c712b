// SPDX-License-Identifier: MIT
#include <support/scripted_source.hpp>
#include <wick/loader/detail/job_queue.hpp>

#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include <support/prelude.hpp>

using namespace wick::detail;
using wick::test::Gate;

namespace {

// One task, which waits at a gate, if there is one, or throws.
class Numbered : public Job {
 public:
  explicit Numbered(int number, Gate* gate = nullptr, bool fails = false)
      : number_(number), gate_(gate), fails_(fails) {}

  int begin_phase() override { return ++phase_ == 1 ? 1 : 0; }
  void run(int, const std::atomic<bool>&) override {
    if (gate_) gate_->pass();
    if (fails_) throw std::runtime_error("bad sector");
  }
  int number() const { return number_; }

 private:
  const int number_;
  Gate* const gate_;
  const bool fails_;
  int phase_ = 0;
};

std::vector<int> visited(JobQueue& queue) {
  std::vector<int> numbers;
  queue.each_ready([&numbers](Job& job) { numbers.push_back(static_cast<Numbered&>(job).number()); });
  return numbers;
}

void await_ready(const JobQueue& queue, std::size_t count) {
  while (queue.ready() < count) std::this_thread::yield();
}

}  // namespace

TEST_CASE("Jobs that are complete are visited in order, and only those", "[device]") {
  Gate gate;
  JobQueue queue(2);
  CHECK(visited(queue).empty());
  queue.push_back(std::make_shared<Numbered>(1, &gate));
  gate.await(1);
  for (const int number : {2, 3}) queue.push_back(std::make_shared<Numbered>(number));
  await_ready(queue, 2);
  CHECK(visited(queue) == std::vector<int>{2, 3});
  gate.open();
  await_ready(queue, 3);
  CHECK(visited(queue) == std::vector<int>{1, 2, 3});
  queue.push_front(std::make_shared<Numbered>(0));
  await_ready(queue, 4);
  CHECK(visited(queue) == std::vector<int>{0, 1, 2, 3});
  CHECK(queue.take(false));
  CHECK(visited(queue) == std::vector<int>{1, 2, 3});
}

TEST_CASE("Jobs that failed are not visited, nor any of a queue that was cleared", "[device]") {
  JobQueue queue(1);
  queue.push_back(std::make_shared<Numbered>(1, nullptr, /*fails=*/true));
  queue.push_back(std::make_shared<Numbered>(2));
  await_ready(queue, 2);
  CHECK(visited(queue) == std::vector<int>{2});
  queue.clear();
  CHECK(visited(queue).empty());
}

TEST_CASE("Without workers no job is complete before it is taken", "[device]") {
  JobQueue queue(0);
  queue.push_back(std::make_shared<Numbered>(1));
  CHECK(visited(queue).empty());
  CHECK(queue.take(false));
  CHECK(visited(queue).empty());
}

TEST_CASE("What a visit throws leaves the queue as it was", "[device]") {
  JobQueue queue(1);
  queue.push_back(std::make_shared<Numbered>(1));
  await_ready(queue, 1);
  CHECK_THROWS_AS(queue.each_ready([](Job&) { throw std::logic_error("no"); }), std::logic_error);
  CHECK(queue.size() == 1);
  CHECK(queue.take(false));
}
