// SPDX-License-Identifier: MIT
#include <wick/loader/loader_options.hpp>

#include "scripted_accelerator.hpp"

#include <string>

#include <support/prelude.hpp>

using namespace wick;
using wick::test::ScriptedAccelerator;

namespace {

const c10::Device cpu(c10::kCPU), cuda(c10::kCUDA);

std::string refused(const LoaderOptions& options) {
  try {
    resolve(options);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

std::shared_ptr<ScriptedAccelerator> devices(int count) { return std::make_shared<ScriptedAccelerator>(count); }

// The only device that is asked for by name.
class Second : public ScriptedAccelerator {
 public:
  Second() : ScriptedAccelerator(2) {}
  c10::DeviceIndex current_device() override { return 1; }
};

}  // namespace

TEST_CASE("device_prefetch and device_memory out of range are refused with the range", "[device]") {
  CHECK(refused({.device_prefetch = -1}) == "loader: device_prefetch is -1; 0 to 65536 expected");
  CHECK(refused({.device_prefetch = 65537}) == "loader: device_prefetch is 65537; 0 to 65536 expected");
  CHECK(refused({.device_memory = Bytes{0}}) == "loader: device_memory is 0; at least 1 expected");
  CHECK(refused({.device_memory = Bytes{-5}}) == "loader: device_memory is -5; at least 1 expected");
  CHECK(refused({.device_prefetch = 0, .device_memory = Bytes{1}}).empty());
  CHECK(refused({.device_prefetch = 65536}).empty());
}

TEST_CASE("A device that is not there is refused with those that are", "[device]") {
  CHECK(refused({.device = c10::Device(c10::kCUDA, 1), .accelerator = devices(1)}) ==
        "loader: device is cuda:1; there is 1, counted from 0");
  CHECK(refused({.device = c10::Device(c10::kCUDA, 2), .accelerator = devices(2)}) ==
        "loader: device is cuda:2; there are 2, counted from 0");
  CHECK(refused({.device = cuda, .accelerator = devices(0)}) == "loader: device is cuda; there are 0, counted from 0");
}

TEST_CASE("A device of another kind is refused with a way out", "[device]") {
  CHECK(refused({.device = c10::Device(c10::kXLA), .accelerator = devices(1)}) ==
        "loader: device is xla; cpu or cuda expected: move batches with .to(device)");
}

TEST_CASE("Options that contradict each other are refused, both named", "[device]") {
  CHECK(refused({.pin_memory = true, .batch_memory = pageable_memory(), .accelerator = devices(1)}) ==
        "loader: pin_memory is true, and there is batch_memory, which says itself what it is; set one of them");
  CHECK(refused({.device = cuda, .batch_memory = pageable_memory(), .accelerator = devices(1)}) ==
        "loader: batch_memory is set, and device is cuda: batches go there through memory of its own; set one of them");
  CHECK(refused({.convert = Convert::device, .accelerator = devices(1)}) ==
        "loader: convert is device, and device is cpu: set device too, or leave convert open");
  CHECK(refused({.convert = Convert::host}).empty());
}

TEST_CASE("A device without a number is the one that the caller uses", "[device]") {
  CHECK(resolve({.device = cuda, .accelerator = devices(1)}).device == c10::Device(c10::kCUDA, 0));
  CHECK(resolve({.device = cuda, .accelerator = std::make_shared<Second>()}).device == c10::Device(c10::kCUDA, 1));
  CHECK(resolve({.device = c10::Device(c10::kCUDA, 0), .accelerator = std::make_shared<Second>()}).device ==
        c10::Device(c10::kCUDA, 0));
}

TEST_CASE("What is left open for a device is filled in", "[device]") {
  const auto accelerator = devices(1);
  const auto options = resolve({.device = cuda, .accelerator = accelerator});
  CHECK(options.pin_memory);
  CHECK(!options.convert);
  CHECK(options.device_prefetch == 2);
  CHECK(!options.device_memory);
  CHECK(!options.batch_memory);
  CHECK(options.accelerator == accelerator);
}

TEST_CASE("Memory is page-locked where there is an accelerator, unless something else was asked for", "[device]") {
  const auto accelerator = devices(1);
  CHECK(resolve({.accelerator = accelerator}).pin_memory);
  CHECK(resolve({.pin_memory = true, .accelerator = accelerator}).pin_memory);
  CHECK(!resolve({.pin_memory = true, .accelerator = accelerator}).batch_memory);

  const auto off = resolve({.pin_memory = false, .accelerator = accelerator});
  CHECK(!off.pin_memory);
  CHECK(off.batch_memory);
  CHECK(!off.accelerator);  // Nothing needs it.

  const auto memory = pageable_memory();
  const auto own = resolve({.batch_memory = memory, .accelerator = accelerator});
  CHECK(!own.pin_memory);
  CHECK(own.batch_memory == memory);
  CHECK(!own.accelerator);

  const auto through_pageable = resolve({.device = cuda, .pin_memory = false, .accelerator = accelerator});
  CHECK(through_pageable.batch_memory);
  CHECK(through_pageable.accelerator == accelerator);
}
