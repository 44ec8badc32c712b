// SPDX-License-Identifier: MIT
#include "loader_clock.hpp"

#include <algorithm>
#include <string>

namespace wick::detail {
namespace {

constexpr std::size_t first_errors_kept = 5;

double seconds(LoaderClock::Clock::duration duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace

void LoaderClock::asked(Clock::time_point now, std::size_t ready, bool first) {
  const std::lock_guard lock(mutex_);
  asked_at_ = now;
  ready_sum_ += static_cast<double>(ready);
  ++asked_count_;
  first_ = first_ || first;
  if (first) epoch_begin_ = counted_to_ = now;
}

void LoaderClock::answered(Clock::time_point now, std::int64_t samples) {
  const std::lock_guard lock(mutex_);
  counted_.wait_seconds += seconds(now - asked_at_);
  counted_.seconds += seconds(now - counted_to_);
  counted_to_ = now;
  if (samples == 0) return;
  wait_.add(now - asked_at_);
  counted_.samples += samples;
  ++counted_.batches;
  if (first_) counted_.time_to_first_batch = seconds(now - epoch_begin_);
  first_ = false;
}

void LoaderClock::count_error(const std::exception_ptr& error) {
  const std::lock_guard lock(mutex_);
  ++counted_.errors;
  if (counted_.first_errors.size() >= first_errors_kept) return;
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& exception) {
    const std::string message = exception.what();
    if (std::ranges::find(counted_.first_errors, message) == counted_.first_errors.end())
      counted_.first_errors.push_back(message);
  }
}

void LoaderClock::count_over_limit() {
  const std::lock_guard lock(mutex_);
  ++counted_.over_limit;
}

void LoaderClock::fill(Statistics& statistics) const {
  const std::lock_guard lock(mutex_);
  statistics.batches = counted_.batches;
  statistics.samples = counted_.samples;
  statistics.errors = counted_.errors;
  statistics.first_errors = counted_.first_errors;
  statistics.over_limit = counted_.over_limit;
  statistics.seconds = counted_.seconds;
  statistics.wait_seconds = counted_.wait_seconds;
  statistics.consumer_wait_fraction = counted_.seconds > 0 ? counted_.wait_seconds / counted_.seconds : 0;
  statistics.time_to_first_batch = counted_.time_to_first_batch;
  statistics.mean_ready = asked_count_ > 0 ? ready_sum_ / static_cast<double>(asked_count_) : 0;
  statistics.stages.emplace_back("wait", wait_.summary());
}

void LoaderClock::reset() {
  const std::lock_guard lock(mutex_);
  counted_ = {};
  ready_sum_ = 0;
  asked_count_ = 0;
  counted_to_ = asked_at_ = Clock::now();
  wait_.reset();
}

}  // namespace wick::detail
