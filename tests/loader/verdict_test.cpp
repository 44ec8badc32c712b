// SPDX-License-Identifier: MIT
#include <verdict.hpp>

#include <string>

#include <support/prelude.hpp>

using namespace wick;
using wick::detail::verdict;

namespace {

struct Work {
  double read = 0, transform = 0, convert = 0, collate = 0;
};

// Ten seconds of which the caller waited a share, and workers worked so many seconds in all.
Statistics of(double waited, const Work& work) {
  Statistics statistics;
  statistics.batches = 10;
  statistics.seconds = 10;
  statistics.wait_seconds = waited * 10;
  statistics.consumer_wait_fraction = waited;
  statistics.stages = {{"read", {.total = work.read}},
                       {"transform", {.total = work.transform}},
                       {"convert", {.total = work.convert}},
                       {"collate", {.total = work.collate}},
                       {"wait", {.total = waited * 10}}};
  return statistics;
}

}  // namespace

TEST_CASE("Before the first batch there is nothing to judge", "[loader]") {
  CHECK(verdict({}, 2, 4) == "nothing was loaded yet");
}

TEST_CASE("A caller that hardly waits sets the pace", "[loader]") {
  CHECK(verdict(of(0.03, {.read = 20}), 2, 4) == "the caller sets the pace: it waits 3% of the time");
  CHECK(verdict(of(0, {}), 2, 4) == "the caller sets the pace: it waits 0% of the time");
}

TEST_CASE("Busy workers limit by what they are busy with", "[loader]") {
  CHECK(verdict(of(0.5, {.read = 15, .convert = 5}), 2, 4) ==
        "the workers limit: 75% of their time is read; more workers or files that read faster would help");
  CHECK(verdict(of(0.9, {.read = 1, .transform = 18, .convert = 1}), 2, 4) ==
        "the workers limit: 90% of their time is transform; more workers or fewer transforms would help");
  CHECK(verdict(of(0.05, {.read = 5, .convert = 15}), 2, 4) ==
        "the workers limit: 75% of their time is convert; more workers or fewer transforms would help");
  CHECK(verdict(of(0.25, {.collate = 20}), 2, 4) ==
        "the workers limit: 100% of their time is collate; more workers or a simpler collate would help");
}

TEST_CASE("Where every core has its worker, more workers are advised for waiting only", "[loader]") {
  CHECK(verdict(of(1, {.read = 3, .convert = 9}), 2, 2) ==
        "the workers limit: 75% of their time is convert; more cores or fewer transforms would help");
  CHECK(verdict(of(1, {.read = 9, .convert = 3}), 2, 2) ==
        "the workers limit: 75% of their time is read; more workers or files that read faster would help");
}

TEST_CASE("Workers that are idle while the caller waits lack work, for one of two reasons", "[loader]") {
  CHECK(verdict(of(0.4, {.read = 8}), 2, 4) ==
        "the workers are busy 40% of the time: batches are too small, or too few are worked on ahead, to keep them busy "
        "(batch_size, prefetch, memory)");
}

TEST_CASE("Without workers there is nobody to load ahead", "[loader]") {
  CHECK(verdict(of(0.6, {.read = 4, .convert = 1}), 0, 4) ==
        "the caller loads for 60% of the time, and 80% of that is read; workers would load ahead of it");
}

TEST_CASE("Without a stage that took time there is only the wait", "[loader]") {
  CHECK(verdict(of(0.6, {}), 2, 4) == "the caller waits 60% of the time");
}
