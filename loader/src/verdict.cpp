// SPDX-License-Identifier: MIT
#include "verdict.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace wick::detail {
namespace {

constexpr double barely_waits = 0.05;  // A caller that waits less than this sets the pace itself.

// Workers whose stages fill less than this share of their time lack work. They never fill all of it: taking up tasks
// and handing batches over are no stages.
constexpr double lack_work = 0.5;

using Stage = std::pair<std::string, StageStatistics>;

struct Work {
  double seconds = 0;
  const Stage* largest = nullptr;

  int largest_percent() const { return static_cast<int>(largest->second.total / seconds * 100 + 0.5); }
};

Work work_of(const Statistics& statistics) {
  Work work;
  for (const Stage& stage : statistics.stages) {
    if (stage.first == "wait") continue;
    work.seconds += stage.second.total;
    if (!work.largest || stage.second.total > work.largest->second.total) work.largest = &stage;
  }
  return work;
}

std::string_view way_out(std::string_view stage) {
  if (stage == "read") return "files that read faster";
  return stage == "collate" ? "a simpler collate" : "fewer transforms";
}

std::string of_workers(const Work& work, double busy, bool more_cores) {
  if (busy < lack_work)
    return fmt::format(
        "the workers are busy {:.0f}% of the time: batches are too small, or too few are worked on ahead, to keep them "
        "busy (batch_size, prefetch, memory)",
        busy * 100);
  // A thread more helps reads, which wait; what computes needs a core.
  const std::string& stage = work.largest->first;
  return fmt::format("the workers limit: {}% of their time is {}; {} or {} would help", work.largest_percent(), stage,
                     more_cores || stage == "read" ? "more workers" : "more cores", way_out(stage));
}

}  // namespace

std::string verdict(const Statistics& statistics, int workers, int cores) {
  if (statistics.batches == 0) return "nothing was loaded yet";
  const int waited = static_cast<int>(statistics.consumer_wait_fraction * 100 + 0.5);
  if (statistics.consumer_wait_fraction < barely_waits)
    return fmt::format("the caller sets the pace: it waits {}% of the time", waited);
  const Work work = work_of(statistics);
  if (work.seconds <= 0) return fmt::format("the caller waits {}% of the time", waited);
  if (workers == 0)
    return fmt::format("the caller loads for {}% of the time, and {}% of that is {}; workers would load ahead of it",
                       waited, work.largest_percent(), work.largest->first);
  return of_workers(work, work.seconds / (statistics.seconds * workers), workers < cores);
}

}  // namespace wick::detail
