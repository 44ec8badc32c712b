// SPDX-License-Identifier: MIT
#include "workers.hpp"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>

#include <mutex>

namespace wick::detail {
namespace {

using oneapi::tbb::global_control;

// The one global_control of all loaders of this process. It exists only while somebody claims threads, so that none is
// left when static objects go.
struct Claims {
  std::mutex mutex;

  // Guarded by mutex.
  int claimed = 0;
  std::optional<global_control> control;

  void change(int by) {
    const std::lock_guard lock(mutex);
    claimed += by;
    control.reset();
    if (claimed > 0)
      control.emplace(global_control::max_allowed_parallelism,
                      static_cast<std::size_t>(oneapi::tbb::info::default_concurrency() + claimed));
  }

  static Claims& instance() {
    static Claims claims;
    return claims;
  }
};

}  // namespace

ThreadClaim::ThreadClaim(int count) : count_(count) { Claims::instance().change(count_); }
ThreadClaim::~ThreadClaim() { Claims::instance().change(-count_); }

Workers::Workers(int count) : count_(count) {
  if (count == 0) return;
  claim_.emplace(count);
  arena_.emplace(count, /*reserved_for_masters=*/0u);
  arena_->initialize();
}

int Workers::current() noexcept {
  const int index = oneapi::tbb::this_task_arena::current_thread_index();
  return index == oneapi::tbb::task_arena::not_initialized ? 0 : index;
}

}  // namespace wick::detail
