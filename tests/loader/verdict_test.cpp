// SPDX-License-Identifier: MIT
#include <verdict.hpp>

#include <string>

#include <support/prelude.hpp>

using namespace wick;

namespace {

struct Work {
  double read = 0, transform = 0, convert = 0, collate = 0;
};

// Ten seconds of which the consumer waited a share, and workers worked so many seconds in all.
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
  CHECK(wick::detail::verdict({}, 2) == "nothing was loaded yet");
}

TEST_CASE("A consumer that hardly waits sets the pace", "[loader]") {
  CHECK(wick::detail::verdict(of(0.03, {.read = 20}), 2) ==
        "the consumer sets the pace: it waits for data 3% of the time");
  CHECK(wick::detail::verdict(of(0, {}), 2) == "the consumer sets the pace: it waits for data 0% of the time");
}

TEST_CASE("Busy workers are judged by what they are busy with", "[loader]") {
  CHECK(wick::detail::verdict(of(0.5, {.read = 15, .convert = 5}), 2) ==
        "the consumer waits 50% of the time for storage: 75% of worker time is read");
  CHECK(wick::detail::verdict(of(0.9, {.read = 1, .transform = 18, .convert = 1}), 2) ==
        "the consumer waits 90% of the time for transforms: 90% of worker time is transform");
  CHECK(wick::detail::verdict(of(0.05, {.read = 5, .convert = 15}), 2) ==
        "the consumer waits 5% of the time for conversion: 75% of worker time is convert");
  CHECK(wick::detail::verdict(of(0.25, {.collate = 20}), 2) ==
        "the consumer waits 25% of the time for collation: 100% of worker time is collate");
}

TEST_CASE("Workers that are idle while the consumer waits lack room to work ahead", "[loader]") {
  CHECK(wick::detail::verdict(of(0.4, {.read = 8}), 2) ==
        "the consumer waits 40% of the time for storage: 100% of worker time is read; workers are busy 40% of the "
        "time: a "
        "larger prefetch or memory may help");
}

TEST_CASE("Without workers there is nobody to load ahead", "[loader]") {
  CHECK(wick::detail::verdict(of(0.6, {.read = 4, .convert = 1}), 0) ==
        "the consumer waits 60% of the time for storage: 80% of loading is read; there are no workers to load ahead of "
        "it");
}

TEST_CASE("Without a stage that took time there is only the wait", "[loader]") {
  CHECK(wick::detail::verdict(of(0.6, {}), 2) == "the consumer waits 60% of the time");
}
