// SPDX-License-Identifier: MIT
#include "scripted_accelerator.hpp"

#include <ATen/ops/equal.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/full.h>
#include <device_lane.hpp>

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using namespace wick::detail;
using wick::test::ScriptedAccelerator;

namespace {

const DeviceConversion as_it_is;

DeviceLane lane_on(ScriptedAccelerator& accelerator, int ahead, std::optional<std::int64_t> budget = std::nullopt) {
  return DeviceLane(accelerator.stream(0), ahead, budget);
}

std::vector<DeviceLane::Part> part(std::int64_t value, std::int64_t bytes) {
  std::vector<DeviceLane::Part> parts;
  parts.push_back({at::full({bytes}, value, at::kByte), &as_it_is});
  return parts;
}

// For a batch with none before it.
std::optional<DevicePlace> place_ahead(DeviceLane& lane, std::int64_t bytes) { return lane.place_ahead(0, bytes); }

DevicePlace place_now(DeviceLane& lane, std::int64_t bytes, bool expected_over_limit = false) {
  bool over_limit = false;
  auto place = lane.place_now(bytes, over_limit);
  CHECK(over_limit == expected_over_limit);
  return place;
}

}  // namespace

TEST_CASE("There are as many places ahead as were asked for, each until it goes", "[device]") {
  ScriptedAccelerator accelerator;
  for (const int ahead : {0, 1, 3}) {
    DeviceLane lane = lane_on(accelerator, ahead);
    std::vector<DevicePlace> taken;
    for (int i = 0; i < ahead; ++i) taken.push_back(place_ahead(lane, 10).value());
    CHECK_FALSE(place_ahead(lane, 10));
    if (ahead == 0) continue;
    {
      const DevicePlace moved = std::move(taken.back());
      taken.pop_back();
      CHECK_FALSE(place_ahead(lane, 10));
    }
    taken.push_back(place_ahead(lane, 10).value());
    CHECK_FALSE(place_ahead(lane, 10));
  }
}

TEST_CASE("Places ahead keep within the budget, and one for the consumer is told to exceed it", "[device]") {
  ScriptedAccelerator accelerator;
  DeviceLane lane = lane_on(accelerator, 5, 25);
  CHECK(lane.limit() == 25);
  auto first = place_ahead(lane, 10), second = place_ahead(lane, 10);
  CHECK((first && second));
  CHECK_FALSE(place_ahead(lane, 6));
  CHECK(place_ahead(lane, 5));
  { const auto over = place_now(lane, 6, /*expected_over_limit=*/true); }
  first.reset();
  CHECK(place_ahead(lane, 15));
  CHECK_FALSE(place_ahead(lane, std::numeric_limits<std::int64_t>::max()));
}

TEST_CASE("Without a budget the limit follows the largest batch", "[device]") {
  ScriptedAccelerator accelerator;
  DeviceLane lane = lane_on(accelerator, 2);
  CHECK(lane.limit() == 0);
  { const auto place = place_now(lane, 10); }
  CHECK(lane.limit() == 40);
  { const auto place = place_now(lane, 100); }
  { const auto place = place_now(lane, 3); }
  CHECK(lane.limit() == 400);
}

TEST_CASE("A batch has a place only after those before it, which have one, were delivered or failed", "[device]") {
  ScriptedAccelerator accelerator;
  DeviceLane lane = lane_on(accelerator, 5);
  CHECK_FALSE(lane.place_ahead(1, 10));
  const auto first = lane.place_ahead(0, 10);
  CHECK(first);
  CHECK_FALSE(lane.place_ahead(2, 10));
  const auto second = lane.place_ahead(1, 10);
  CHECK(second);
  lane.pass(0);  // Nothing new.
  CHECK_FALSE(lane.place_ahead(3, 10));
  lane.pass(2);
  CHECK(lane.place_ahead(3, 10));
  CHECK(lane.place_ahead(1, 10));  // With order ready, a later one was first.
  lane.restart();
  CHECK_FALSE(lane.place_ahead(1, 10));
}

TEST_CASE("A batch takes its bytes from the place it had to the last of its tensors", "[device]") {
  ScriptedAccelerator accelerator;
  DeviceLane lane = lane_on(accelerator, 1, 10);
  auto copy = lane.begin(place_ahead(lane, 10).value(), part(7, 10));
  CHECK_FALSE(place_ahead(lane, 10));
  auto tensors = copy->deliver();
  copy.reset();
  CHECK(at::equal(tensors.at(0), at::full({10}, 7, at::kByte)));
  CHECK(lane.peak() == 10);
  CHECK_FALSE(place_ahead(lane, 1));
  tensors.clear();
  CHECK(place_ahead(lane, 10));
}

TEST_CASE("A batch that the device refuses gives place and bytes back", "[device]") {
  ScriptedAccelerator accelerator;
  DeviceLane lane = lane_on(accelerator, 1, 10);
  accelerator.refuse(0);
  CHECK_THROWS_AS(lane.begin(place_ahead(lane, 10).value(), part(7, 10)), Error);
  CHECK(place_ahead(lane, 10));
}

TEST_CASE("A batch that fails on the device throws where it is delivered, and counts as read", "[device]") {
  ScriptedAccelerator accelerator;
  DeviceLane lane = lane_on(accelerator, 1, 10);
  accelerator.fail(0);
  {
    const auto copy = lane.begin(place_ahead(lane, 10).value(), part(7, 10));
    CHECK_THROWS_WITH(copy->deliver(), "the device lost work 0");
    CHECK(copy->done());
    copy->wait();
  }
  CHECK(place_ahead(lane, 10));
}

TEST_CASE("Host memory is held until the device has read it, also by a copy that goes sooner", "[device]") {
  ScriptedAccelerator accelerator(1, ScriptedAccelerator::Next::first, ScriptedAccelerator::Consumer::goes_on);
  DeviceLane lane = lane_on(accelerator, 1);
  auto memory = std::make_shared<std::vector<std::uint8_t>>(10, std::uint8_t{7});
  const std::weak_ptr<std::vector<std::uint8_t>> watch = memory;
  std::vector<DeviceLane::Part> parts;
  parts.push_back({at::from_blob(
                       memory->data(), {10}, [memory](void*) {}, at::TensorOptions(at::kByte)),
                   &as_it_is});
  memory.reset();
  accelerator.stop();
  auto copy = lane.begin(place_now(lane, 10), std::move(parts));
  const auto tensors = copy->deliver();
  CHECK_FALSE(copy->done());
  CHECK_FALSE(watch.expired());
  accelerator.finish();
  CHECK(copy->done());
  CHECK(watch.expired());

  accelerator.stop();
  copy = lane.begin(place_now(lane, 10), part(9, 10));
  const auto later = copy->deliver();
  {
    const wick::test::LettingGo letting_go(accelerator);
    copy.reset();
    CHECK(accelerator.done() == 2);
  }
  CHECK(at::equal(later.at(0), at::full({10}, 9, at::kByte)));
}
