// SPDX-License-Identifier: MIT
#include "for_each_sample.hpp"

#include "interrupt.hpp"
#include "progress_bar.hpp"
#include "units.hpp"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <exception>
#include <mutex>

namespace wick::tools {

namespace {

/// The exception of the lowest index. No exception may cross TBB: it reports one of several, and which one is chance.
class FirstFailure {
 public:
  /// To be called in a handler. Thread safety: any thread.
  void note(std::int64_t index) {
    const std::lock_guard lock(mutex_);
    if (failure_ && index > index_) return;
    failure_ = std::current_exception();
    index_ = index;
  }

  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::mutex mutex_;

  // Guarded by mutex_ while tasks run.
  std::exception_ptr failure_;
  std::int64_t index_ = 0;
};

}  // namespace

bool for_each_sample(std::int64_t count, std::string_view what, const std::function<void(std::int64_t)>& work) {
  constexpr std::int64_t at_once = 64;
  ProgressBar bar;
  FirstFailure failure;
  for (std::int64_t first = 0; first < count && !interrupted(); first += at_once) {
    const std::int64_t last = std::min(count, first + at_once);
    tbb::parallel_for(first, last, [&](std::int64_t i) noexcept {
      try {
        work(i);
      } catch (...) {
        failure.note(i);
      }
    });
    failure.rethrow();
    bar.update(static_cast<double>(last) / static_cast<double>(count),
               fmt::format("{} of {} {}", count_text(last), count_text(count), what));
  }
  return !interrupted();
}

}  // namespace wick::tools
