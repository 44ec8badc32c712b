// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace wick::detail {

/// Adds the time from its construction to its end to `sum`; does nothing, not even look at the clock, if that is null.
class Stopwatch {
 public:
  explicit Stopwatch(std::chrono::nanoseconds* sum) : sum_(sum) {
    if (sum_ != nullptr) start_ = std::chrono::steady_clock::now();
  }
  ~Stopwatch() {
    if (sum_ != nullptr) *sum_ += std::chrono::steady_clock::now() - start_;
  }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  std::chrono::nanoseconds* sum_;
  std::chrono::steady_clock::time_point start_{};
};

}  // namespace wick::detail
