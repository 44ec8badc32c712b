// SPDX-License-Identifier: MIT
#include "verdict.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace wick::detail {
namespace {

constexpr double barely_waits = 0.05;  // A consumer that waits less than this sets the pace itself.
constexpr double workers_idle = 0.7;   // Workers busy for less than this share of the time are not the limit.

std::string what_is_done(const std::string& stage) {
  if (stage == "read") return "storage";
  if (stage == "transform") return "transforms";
  if (stage == "convert") return "conversion";
  return "collation";
}

}  // namespace

std::string verdict(const Statistics& statistics, int workers) {
  if (statistics.batches == 0) return "nothing was loaded yet";
  const int waited = static_cast<int>(statistics.consumer_wait_fraction * 100 + 0.5);
  if (statistics.consumer_wait_fraction < barely_waits)
    return fmt::format("the consumer sets the pace: it waits for data {}% of the time", waited);

  const std::pair<std::string, StageStatistics>* largest = nullptr;
  double work = 0;
  for (const auto& stage : statistics.stages) {
    if (stage.first == "wait") continue;
    work += stage.second.total;
    if (!largest || stage.second.total > largest->second.total) largest = &stage;
  }
  if (!largest || work <= 0) return fmt::format("the consumer waits {}% of the time", waited);
  const int share = static_cast<int>(largest->second.total / work * 100 + 0.5);
  const double busy = work / (statistics.seconds * std::max(1, workers));
  std::string sentence =
      fmt::format("the consumer waits {}% of the time for {}: {}% of {} is {}", waited, what_is_done(largest->first),
                  share, workers > 0 ? "worker time" : "loading", largest->first);
  if (workers == 0) return sentence + "; there are no workers to load ahead of it";
  if (busy < workers_idle)
    sentence += fmt::format("; workers are busy {:.0f}% of the time: a larger prefetch or memory may help", busy * 100);
  return sentence;
}

}  // namespace wick::detail
