// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/statistics.hpp>

#include <string>
#include <vector>

namespace wick::tools {

/// What `wick bench` measured, warm-up left out.
struct BenchResult {
  std::string config;
  int workers = 0;

  /// Seconds of each whole epoch; `seconds` is of all, also of one that was interrupted.
  std::vector<double> epochs;
  double seconds = 0;

  double cpu_seconds = 0;
  Statistics statistics;
  bool interrupted = false;
};

/// For people. Without the share of time that the caller waits: here it does nothing else.
std::string bench_table(const BenchResult& result);

/// One JSON object on a line. All times are in seconds.
std::string bench_json(const BenchResult& result);

}  // namespace wick::tools
