// SPDX-License-Identifier: MIT
//
// Which transforms the device takes over.
#include <wick/datasets/in_memory.hpp>
#include <wick/transforms/cast.hpp>
#include <wick/transforms/flip.hpp>
#include <wick/transforms/lambda.hpp>
#include <wick/transforms/normalize.hpp>
#include <wick/transforms/scale.hpp>

#include "device_loading.hpp"

#include <ATen/ops/arange.h>
#include <ATen/ops/equal.h>

#include <optional>

#include <support/prelude.hpp>

using namespace wick;
using namespace wick::test;

namespace {

using Dtypes = std::vector<at::ScalarType>;

constexpr std::int64_t samples = 4;

NumpyDataset images(at::ScalarType dtype, std::vector<AnyTransform> transforms) {
  const at::Tensor values = at::arange(samples * 12, at::kLong).view({samples, 3, 4}).to(dtype);
  NumpyDataset dataset({{"data", in_memory_rows(values)}});
  return std::move(dataset.transform("data", std::move(transforms)));
}

// What was made on the device for one epoch of a single batch, which has to be what a CPU loader gives: the result, and
// what arrived if that is something else.
Dtypes made_of(const NumpyDataset& dataset, std::optional<Convert> convert, CollatePtr collate = stack()) {
  const LoaderOptions options{
      .batch_size = samples, .seed = 5, .collate = {{"data", std::move(collate)}}, .workers = 2};
  LoaderOptions to_device = options;
  const auto accelerator = std::make_shared<ScriptedAccelerator>();
  to_device.device = cuda;
  to_device.convert = convert;
  to_device.accelerator = accelerator;
  DataLoader host(dataset, options), device(dataset, to_device);
  const auto before = accelerator->made().size();  // Means and deviations.
  const auto on_host = host.epoch(2).next().value(), on_device = device.epoch(2).next().value();
  CHECK(at::equal(on_device["data"], on_host["data"]));
  REQUIRE(on_device.tensors().size() == on_host.tensors().size());
  for (std::size_t i = 1; i < on_host.tensors().size(); ++i)
    CHECK(at::equal(on_device.tensors()[i].second, on_host.tensors()[i].second));
  const Dtypes made = accelerator->made();
  return {made.begin() + static_cast<std::ptrdiff_t>(before), made.end()};
}

}  // namespace

TEST_CASE("With convert device the last cast to floats, scalings and normalisations move to the device", "[device]") {
  const auto cast = [](at::ScalarType dtype) { return AnyTransform(Cast(dtype)); };
  const auto made = [](at::ScalarType dtype, std::vector<AnyTransform> transforms) {
    return made_of(images(dtype, std::move(transforms)), Convert::device);
  };
  CHECK(made(at::kByte, {cast(at::kFloat)}) == Dtypes{at::kFloat, at::kByte});
  CHECK(made(at::kByte, {Scale(0.5)}) == Dtypes{at::kFloat, at::kByte});
  CHECK(made(at::kByte, {Normalize({4}, {2})}) == Dtypes{at::kFloat, at::kByte});
  CHECK(made(at::kHalf, {cast(at::kFloat), Scale(0.5)}) == Dtypes{at::kFloat, at::kHalf});
  CHECK(made(at::kDouble, {cast(at::kHalf)}) == Dtypes{at::kHalf, at::kDouble});
  CHECK(made(at::kByte, {Scale(2), cast(at::kHalf), Scale(0.5)}) == Dtypes{at::kHalf, at::kFloat});
  CHECK(made(at::kByte, {cast(at::kHalf), cast(at::kFloat)}) == Dtypes{at::kFloat, at::kHalf});
  CHECK(made(at::kLong, {Flip(), cast(at::kFloat), Scale(0.5)}) == Dtypes{at::kFloat, at::kLong});
}

TEST_CASE("With convert host all transforms run on the host", "[device]") {
  CHECK(made_of(images(at::kByte, {Cast(at::kFloat), Scale(0.5)}), Convert::host) == Dtypes{at::kFloat});
  CHECK(made_of(images(at::kByte, {}), Convert::host) == Dtypes{at::kByte});
}

TEST_CASE("What a device cannot do as well stays on the host, whatever convert says", "[device]") {
  for (const auto convert : {std::optional(Convert::device), std::optional<Convert>()}) {
    const auto made = [&](std::vector<AnyTransform> transforms) {
      return made_of(images(at::kByte, std::move(transforms)), convert);
    };
    CHECK(made({}) == Dtypes{at::kByte});
    CHECK(made({Flip()}) == Dtypes{at::kByte});
    CHECK(made({Cast(at::kShort)}) == Dtypes{at::kShort});
    CHECK(made({Cast(at::kBool)}) == Dtypes{at::kBool});
    CHECK(made({Scale(0.5), Cast(at::kInt)}) == Dtypes{at::kInt});
    CHECK(made({Cast(at::kFloat, OutOfRange::saturate)}) == Dtypes{at::kFloat});
    CHECK(made({Cast(at::kFloat, OutOfRange::raise)}) == Dtypes{at::kFloat});
    CHECK(made({Cast(at::kFloat), Flip()}) == Dtypes{at::kFloat});
    CHECK(made({Cast(at::kFloat), Scale(0.5), Lambda([](at::Tensor tensor, SampleRandom&) { return tensor + 1; })}) ==
          Dtypes{at::kFloat});
  }
}

TEST_CASE("Behind a cast that stays on the host the device does the rest", "[device]") {
  CHECK(made_of(images(at::kByte, {Cast(at::kHalf, OutOfRange::saturate), Scale(0.5)}), Convert::device) ==
        Dtypes{at::kHalf, at::kHalf});
  CHECK(made_of(images(at::kDouble, {Cast(at::kChar), Scale(0.5)}), Convert::device) == Dtypes{at::kFloat, at::kChar});
}

TEST_CASE("Batches that are not stacked are converted on the host", "[device]") {
  for (const auto& collate : {cat(), pad(7), grid()})
    CHECK(made_of(images(at::kByte, {Cast(at::kFloat), Scale(0.5)}), Convert::device, collate) == Dtypes{at::kFloat});
}

TEST_CASE("Transforms before those of the device run on the host, with the same random numbers", "[device]") {
  CHECK(made_of(images(at::kByte, {RandomFlip(0.5), Cast(at::kFloat), Scale(0.5)}), Convert::device) ==
        Dtypes{at::kFloat, at::kByte});
  const Lambda noise([](at::Tensor tensor, SampleRandom& random) { return tensor + random.uniform(); });
  CHECK(made_of(images(at::kByte, {noise, Cast(at::kDouble), Scale(0.5)}), Convert::device) ==
        Dtypes{at::kDouble, at::kFloat});
}

TEST_CASE("Left open, the device converts where less travels then", "[device]") {
  const auto made = [](at::ScalarType dtype, std::vector<AnyTransform> transforms) {
    return made_of(images(dtype, std::move(transforms)), std::nullopt);
  };
  CHECK(made(at::kByte, {Cast(at::kFloat), Scale(0.5)}) == Dtypes{at::kFloat, at::kByte});
  CHECK(made(at::kHalf, {Cast(at::kFloat)}) == Dtypes{at::kFloat, at::kHalf});
  CHECK(made(at::kFloat, {Cast(at::kDouble)}) == Dtypes{at::kDouble, at::kFloat});
  CHECK(made(at::kFloat, {Scale(0.5)}) == Dtypes{at::kFloat});
  CHECK(made(at::kInt, {Cast(at::kFloat)}) == Dtypes{at::kFloat});
  CHECK(made(at::kFloat, {Cast(at::kHalf)}) == Dtypes{at::kHalf});
  CHECK(made(at::kLong, {Cast(at::kFloat), Normalize({4}, {2})}) == Dtypes{at::kFloat});
}

TEST_CASE("Samples of several dtypes that a cast makes one are batched on a device as on the CPU", "[device]") {
  std::vector<NumpyArray> arrays;
  for (std::int64_t i = 0; i < 24; ++i) {
    const bool narrow = i < 5 || i % 3 == 0;
    arrays.push_back(NumpyArray::empty(native_dtype(narrow ? "u1" : "i2"), {2}));
    if (narrow)
      std::ranges::fill(arrays.back().elements<std::uint8_t>(), static_cast<std::uint8_t>(i));
    else
      std::ranges::fill(arrays.back().elements<std::int16_t>(), static_cast<std::int16_t>(i));
  }
  NumpyDataset dataset({{"data", in_memory(arrays)}});
  dataset.transform("data", {Cast(at::kFloat), Scale(2)});
  for (const int workers : {0, 2}) {
    DataLoader loader(
        dataset,
        {.batch_size = 4, .device = cuda, .workers = workers, .accelerator = std::make_shared<ScriptedAccelerator>()});
    for (std::uint64_t number = 0; number < 2; ++number) {
      std::vector<float> found;
      for (auto& batch : loader.epoch(number))
        for (std::int64_t i = 0; i < batch.size(); ++i) found.push_back(batch["data"].data_ptr<float>()[2 * i]);
      REQUIRE(found.size() == 24);
      for (std::size_t i = 0; i < found.size(); ++i) CHECK(found[i] == 2 * static_cast<float>(i));
    }
  }
}

TEST_CASE("Each field is divided by itself", "[device]") {
  NumpyDataset dataset({{"data", in_memory_rows(at::arange(8, at::kLong).view({4, 2}).to(at::kByte))},
                        {"target", in_memory_rows(at::arange(4, at::kLong))},
                        {"mask", in_memory_rows(at::arange(8, at::kLong).view({4, 2}).to(at::kByte))}});
  dataset.transform("data", {Cast(at::kFloat), Scale(0.5)}).transform("mask", {Scale(2)});
  const auto accelerator = std::make_shared<ScriptedAccelerator>();
  DataLoader loader(dataset, {.batch_size = 4, .device = cuda, .workers = 1, .accelerator = accelerator});
  const auto batch = loader.epoch(0).next().value();
  CHECK(accelerator->made() == Dtypes{at::kFloat, at::kByte, at::kLong, at::kFloat, at::kByte});
  CHECK(at::equal(batch["data"], at::arange(8, at::kFloat).view({4, 2}) * 0.5));
  CHECK(at::equal(batch["target"], at::arange(4, at::kLong)));
  CHECK(at::equal(batch["mask"], at::arange(8, at::kFloat).view({4, 2}) * 2));
}
