// SPDX-License-Identifier: MIT
//
// Converted on the device and on the host: the same, as `Conversion` states.
#include <wick/datasets/in_memory.hpp>
#include <wick/transforms/cast.hpp>
#include <wick/transforms/elementwise.hpp>
#include <wick/transforms/normalize.hpp>
#include <wick/transforms/scale.hpp>

#include "device_loading.hpp"

#include <ATen/ops/abs.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/isnan.h>
#include <ATen/ops/tensor.h>

#include <cmath>
#include <cstring>
#include <string>

#include <support/prelude.hpp>

using namespace wick;
using namespace wick::test;

namespace {

constexpr std::int64_t samples = 5;
const Shape shape = {3, 4, 2};  // Of a sample.
const std::vector<double> three_means = {0.48, -1.5, 30}, three_stds = {0.2, 7, 0.5};

// Numbers of all signs, not whole where the dtype has fractions.
at::Tensor numbers_of(at::ScalarType dtype) {
  const at::Tensor whole = at::arange(samples * 24, at::kLong) * 37 % 251 - (dtype == at::kByte ? 0 : 100);
  return (c10::isIntegralType(dtype, true) ? whole : whole.to(at::kDouble) / 7).to(dtype);
}

struct Source {
  std::string descr;
  at::ScalarType written;  // As this; of the same size.
};

const std::vector<Source> sources = {{"b1", at::kBool}, {"i1", at::kChar},  {"i2", at::kShort}, {"i4", at::kInt},
                                     {"i8", at::kLong}, {"u1", at::kByte},  {"u2", at::kShort}, {"u4", at::kInt},
                                     {"f2", at::kHalf}, {"f4", at::kFloat}, {"f8", at::kDouble}};

NumpyDataset dataset_from(const Source& source, const std::vector<AnyTransform>& transforms) {
  const at::Tensor numbers = numbers_of(source.written).contiguous();
  Shape all = shape;
  all.insert(all.begin(), samples);
  const NumpyArray array = NumpyArray::empty(native_dtype(source.descr), all);
  std::memcpy(array.data(), numbers.data_ptr(), static_cast<std::size_t>(array.nbytes()));
  NumpyDataset dataset({{"data", in_memory_rows(array)}});
  return std::move(dataset.transform("data", transforms));
}

std::vector<at::Tensor> load(const NumpyDataset& dataset, bool on_device) {
  LoaderOptions options{.batch_size = 2, .workers = 0};
  const auto accelerator = std::make_shared<ScriptedAccelerator>();
  if (on_device) {
    options.device = cuda;
    options.convert = Convert::device;
    options.accelerator = accelerator;
  }
  DataLoader loader(dataset, options);
  std::vector<at::Tensor> batches;
  for (auto& batch : loader.epoch(0)) batches.push_back(batch["data"].clone());
  if (on_device) CHECK(accelerator->made().size() >= 2 * batches.size());  // Results, and what arrived.
  return batches;
}

// Per channel, along dimension `dim` of a batch.
at::Tensor along(const std::vector<double>& values, std::int64_t dim, std::int64_t dims) {
  std::vector<std::int64_t> sizes(static_cast<std::size_t>(dims), 1);
  sizes[static_cast<std::size_t>(dim < 0 ? dim + dims : dim + 1)] = static_cast<std::int64_t>(values.size());
  return at::tensor(values, at::kDouble).reshape(sizes);
}

// LibTorch rounds a scalar to a half precision dtype before it multiplies in place, on the CPU only: not what devices do.
bool rounds_scalars() {
  const at::Tensor values = at::arange(1, 256, at::kFloat);
  return !at::equal(values.to(at::kHalf).mul_(1 / 255.0), values.mul(1 / 255.0).to(at::kHalf));
}

// How far apart the results of `transforms` may be: (3 n + 2) eps T where they are merged, else not at all.
at::Tensor tolerance(const at::Tensor& source, const std::vector<AnyTransform>& transforms, at::ScalarType result) {
  at::Tensor magnitude = source.to(at::kDouble).abs();
  int merged = 0;
  bool scaled = false;
  for (const auto& transform : transforms) {
    if (const auto* scale = std::get_if<ScaleStep>(transform->elementwise())) {
      magnitude = magnitude * std::abs(scale->factor);
      scaled = true;
      ++merged;
    } else if (const auto* normalize = std::get_if<NormalizeStep>(transform->elementwise())) {
      magnitude = (magnitude + along(normalize->mean, normalize->dim, source.dim()).abs()) /
                  along(normalize->std, normalize->dim, source.dim()).abs();
      ++merged;
    }
  }
  double eps = 0;
  if (result == at::kFloat) eps = 0x1p-23;
  if (result == at::kDouble) eps = 0x1p-52;
  if (result == at::kHalf && scaled && rounds_scalars()) eps = 0x1p-10;
  if (result == at::kBFloat16 && scaled && rounds_scalars()) eps = 0x1p-7;
  return magnitude * (merged > 0 ? (3 * merged + 2) * eps : 0);
}

// Whether all elements are that near, or both not a number.
bool near(const at::Tensor& a, const at::Tensor& b, const at::Tensor& most) {
  if (a.scalar_type() != b.scalar_type() || a.sizes() != b.sizes()) return false;
  const at::Tensor x = a.to(at::kDouble), y = b.to(at::kDouble);
  return ((x == y) | ((x - y).abs() <= most) | (at::isnan(x) & at::isnan(y))).all().item<bool>();
}

void compare(const Source& source, const std::vector<AnyTransform>& transforms) {
  const auto raw = load(dataset_from(source, {}), false);
  const auto host = load(dataset_from(source, transforms), false);
  const auto device = load(dataset_from(source, transforms), true);
  REQUIRE(device.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    INFO(source.descr << ", result " << host[i].scalar_type() << ", batch " << i);
    CHECK(near(device[i], host[i], tolerance(raw[i], transforms, host[i].scalar_type())));
  }
}

}  // namespace

TEST_CASE("Every dtype becomes the same floats on the device and on the host", "[device]") {
  for (const auto& source : sources)
    for (const auto result : {at::kHalf, at::kFloat, at::kDouble, at::kBFloat16}) {
      const AnyTransform cast = Cast(result);
      compare(source, {cast});
      compare(source, {cast, Scale(1 / 255.0)});
      compare(source, {cast, Normalize({0.48}, {0.23})});
      compare(source, {cast, Scale(1 / 255.0), Normalize(three_means, three_stds, 0)});
      compare(source, {cast, Normalize(three_means, three_stds, -3)});
      compare(source, {cast, Normalize({1, 2, 3, 4}, {4, 3, 2, 1}, 1)});
      compare(source, {cast, Normalize({1, 2}, {4, -3}, -1), Scale(3), Scale(-0.1)});
    }
}

TEST_CASE("Without a cast integers become float32 on the device as on the host, and floats stay", "[device]") {
  for (const auto& source : sources) {
    compare(source, {Scale(1 / 255.0)});
    compare(source, {Normalize(three_means, three_stds), Scale(2)});
  }
}

TEST_CASE("uint64 that int64 cannot hold are cast as on the host", "[device]") {
  const NumpyArray array = NumpyArray::empty(native_dtype("u8"), {2, 1});
  const std::uint64_t values[] = {std::uint64_t{1} << 63, 5};
  std::memcpy(array.data(), values, sizeof values);
  NumpyDataset dataset({{"data", in_memory_rows(array)}});
  dataset.transform("data", {Cast(at::kFloat)});
  DataLoader loader(dataset, {.batch_size = 2,
                              .device = cuda,
                              .workers = 0,
                              .convert = Convert::device,
                              .accelerator = std::make_shared<ScriptedAccelerator>()});
  auto epoch = loader.epoch(0);
  const Batch batch = epoch.next().value();
  CHECK(batch["data"].data_ptr<float>()[0] == 9223372036854775808.0F);
  CHECK(batch["data"].data_ptr<float>()[1] == 5);
}

TEST_CASE("Complex numbers are scaled and normalised on the device as on the host", "[device]") {
  const at::Tensor numbers = numbers_of(at::kFloat).view({samples, 3, 4, 2});
  for (const auto& transforms : {std::vector<AnyTransform>{Scale(0.37)},
                                 std::vector<AnyTransform>{Scale(0.5), Normalize(three_means, three_stds)}}) {
    NumpyDataset dataset({{"data", in_memory_rows(numbers.to(at::kComplexFloat))}});
    dataset.transform("data", transforms);
    const auto host = load(dataset, false), device = load(dataset, true);
    for (std::size_t i = 0; i < host.size(); ++i) {
      CHECK(device[i].scalar_type() == at::kComplexFloat);
      CHECK(at::abs(device[i] - host[i]).max().item<float>() <= 8 * 0x1p-23F * at::abs(host[i]).max().item<float>());
    }
  }
}

TEST_CASE("Means that do not fit the samples are said with the field and a sample, on device and host", "[device]") {
  for (const auto convert : {Convert::host, Convert::device})
    for (const std::int64_t dim : {0, 5, -4})
      for (const int workers : {0, 2}) {
        const auto dataset = dataset_from(sources[5], {Cast(at::kFloat), Normalize({1, 2}, {1, 1}, dim)});
        DataLoader loader(dataset, {.batch_size = 2,
                                    .device = cuda,
                                    .workers = workers,
                                    .convert = convert,
                                    .accelerator = std::make_shared<ScriptedAccelerator>()});
        auto epoch = loader.epoch(0);
        std::string message;
        try {
          epoch.next();
        } catch (const Error& error) {
          message = error.what();
        }
        CHECK_THAT(message, Catch::Matchers::ContainsSubstring("field \"data\""));
        CHECK_THAT(message, Catch::Matchers::ContainsSubstring("sample"));
        CHECK_THAT(message, Catch::Matchers::ContainsSubstring(dim == 0 ? "2" : std::to_string(dim)));
      }
}
