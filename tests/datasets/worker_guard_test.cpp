// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/worker_guard.hpp>

#include <ATen/Parallel.h>
#include <ATen/ops/ones.h>

#include <thread>

#include <support/prelude.hpp>

using wick::detail::WorkerGuard;

TEST_CASE("A worker computes without gradients and without inference mode, and leaves the thread as it was",
          "[datasets]") {
  const c10::InferenceMode inference;
  {
    const WorkerGuard guard;
    CHECK_FALSE(c10::InferenceMode::is_enabled());
    CHECK_FALSE(c10::GradMode::is_enabled());
    CHECK_FALSE(at::ones({1}).is_inference());
  }
  CHECK(c10::InferenceMode::is_enabled());
}

TEST_CASE("Gradients are on again after the work", "[datasets]") {
  REQUIRE(c10::GradMode::is_enabled());
  { const WorkerGuard guard; }
  CHECK(c10::GradMode::is_enabled());
}

TEST_CASE("Torch operations of a worker run on its thread alone, and on as many as before afterwards", "[datasets]") {
  at::set_num_threads(3);
  const auto before = at::get_num_threads();
  {
    const WorkerGuard guard;
    CHECK(at::get_num_threads() == 1);
    const WorkerGuard inner;
    CHECK(at::get_num_threads() == 1);
  }
  CHECK(at::get_num_threads() == before);
}

TEST_CASE("The limit holds on threads that have not used torch before", "[datasets]") {
  at::set_num_threads(3);
  int inside = 0;
  int after = 0;
  std::thread([&] {
    {
      const WorkerGuard guard;
      inside = at::get_num_threads();
    }
    after = at::get_num_threads();
  }).join();
  CHECK(inside == 1);
  CHECK(after == 3);
}
