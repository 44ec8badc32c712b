// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string_view>

namespace wick::tools {

/// One line on standard error that shows how far a long job is. Nothing at all if that is not a terminal.
/// Thread safety: one thread.
class ProgressBar {
 public:
  ProgressBar();
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// Shows the fraction (0 to 1) and a note; redraws at most ten times a second, so that it may be called at every
  /// step.
  void update(double fraction, std::string_view note);

  /// Takes the line away.
  void clear();

 private:
  bool terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::now();
};

}  // namespace wick::tools
