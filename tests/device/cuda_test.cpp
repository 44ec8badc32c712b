// SPDX-License-Identifier: MIT
//
// What only a GPU can show. Without one these tests are skipped, and their number is printed at the end.
#include <wick/datasets/in_memory.hpp>
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/error.hpp>
#include <wick/loader/accelerator.hpp>
#include <wick/loader/data_loader.hpp>
#include <wick/transforms/cast.hpp>
#include <wick/transforms/normalize.hpp>
#include <wick/transforms/scale.hpp>

#include <ATen/ops/arange.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>
#include <c10/core/DeviceGuard.h>
#include <c10/core/StreamGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <torch/cuda.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;

namespace {

struct Skipped {
  int tests = 0;
  std::string reason;

  ~Skipped() {
    if (tests > 0) std::printf("skipped: %d tests need a GPU: %s\n", tests, reason.c_str());
  }
};

bool no_gpu() {
  static Skipped skipped;
  if (cuda_accelerator()) return false;
  ++skipped.tests;
  skipped.reason = why_no_cuda();
  return true;
}

// Row i of `count` is its number, `elements` times, in a dtype.
at::Tensor rows(std::int64_t count, std::int64_t elements, at::ScalarType dtype = at::kLong) {
  return at::arange(count, at::kLong).view({count, 1}).expand({count, elements}).to(dtype).contiguous();
}

NumpyDataset dataset_of(const at::Tensor& rows) { return NumpyDataset({{"data", in_memory_rows(rows)}}); }

LoaderOptions on_gpu(std::int64_t batch_size) { return {.batch_size = batch_size, .device = c10::Device(c10::kCUDA)}; }

// The rows that a batch is of, as `rows` has them; batches come in order.
at::Tensor expected(const Batch& batch, const at::Tensor& rows) {
  return rows.narrow(0, batch.indices().front(), batch.size());
}

bool holds(const Batch& batch, const at::Tensor& rows) { return batch["data"].cpu().equal(expected(batch, rows)); }

// Gives the current stream of `device` some milliseconds of work, so that what is enqueued next is not done at once.
void keep_busy(c10::Device device) {
  at::Tensor product = at::ones({2048, 2048}, at::TensorOptions(device));
  for (int i = 0; i < 20; ++i) product = product.matmul(product).clamp(0, 1);
}

// Counts wrong elements on the device that a stream works on; the host waits only when it asks for the number.
class Verifier {
 public:
  explicit Verifier(const at::Tensor& rows)
      : rows_(rows.to(c10::kCUDA)), wrong_(at::zeros({}, at::TensorOptions(at::kLong).device(c10::kCUDA))) {
    torch::cuda::synchronize();
  }

  void check(const at::Tensor& data, const Batch& batch) { wrong_.add_(data.ne(expected(batch, rows_)).sum()); }

  std::int64_t wrong() const {
    torch::cuda::synchronize();
    return wrong_.item<std::int64_t>();
  }

 private:
  at::Tensor rows_, wrong_;
};

c10::Stream new_stream() {
  return c10::impl::VirtualGuardImpl(c10::kCUDA).getStreamFromGlobalPool(c10::Device(c10::kCUDA, 0));
}

}  // namespace

TEST_CASE("Batches come on the device, as they would on the CPU", "[device][cuda]") {
  if (no_gpu()) return;
  const at::Tensor numbers = rows(103, 7);
  for (const int workers : {0, 3})
    for (const int ahead : {0, 1, 4}) {
      LoaderOptions options = on_gpu(10);
      options.workers = workers;
      options.device_prefetch = ahead;
      DataLoader loader(NumpyDataset({{"data", in_memory_rows(numbers)},
                                      {"target", in_memory_rows(numbers.select(1, 0).to(at::kFloat))}}),
                        options);
      std::int64_t samples = 0;
      for (const auto& batch : loader.epoch(0)) {
        CHECK(batch["data"].device() == c10::Device(c10::kCUDA, 0));
        CHECK(batch["data"].scalar_type() == at::kLong);
        CHECK(batch["target"].is_cuda());
        CHECK(batch["target"].scalar_type() == at::kFloat);
        CHECK(batch["target"].sum().item<float>() == expected(batch, numbers).select(1, 0).sum().item<std::int64_t>());
        CHECK(holds(batch, numbers));
        samples += batch.size();
      }
      CHECK(samples == 103);
    }
}

TEST_CASE("What the device converts is what the host converts", "[device][cuda]") {
  if (no_gpu()) return;
  for (const at::ScalarType dtype : {at::kByte, at::kHalf}) {
    NumpyDataset dataset = dataset_of(rows(64, 3 * 5 * 4, dtype).view({64, 3, 5, 4}));
    dataset.transform("data",
                      {Cast(at::kFloat), Scale(1 / 255.0), Normalize({0.485, 0.456, 0.406}, {0.229, 0.224, 0.225})});
    LoaderOptions options = on_gpu(16);
    options.convert = Convert::host;
    DataLoader host(dataset, options);
    options.convert = Convert::device;
    DataLoader device(dataset, options);
    auto by_host = host.epoch(0), by_device = device.epoch(0);
    while (auto batch = by_host.next()) {
      const at::Tensor converted = (*by_device.next())["data"];
      CHECK(converted.is_cuda());
      CHECK(converted.scalar_type() == at::kFloat);
      CHECK(converted.allclose((*batch)["data"], /*rtol=*/1e-5, /*atol=*/1e-6));
    }
    CHECK_FALSE(by_device.next());
  }
}

TEST_CASE("A caller may use another stream for every batch", "[device][cuda]") {
  if (no_gpu()) return;
  const at::Tensor numbers = rows(800, 1 << 16);
  const std::vector<c10::Stream> streams{new_stream(), new_stream(), new_stream()};
  std::vector<Verifier> verifiers;
  for (std::size_t i = 0; i < streams.size(); ++i) verifiers.emplace_back(numbers);
  DataLoader loader(dataset_of(numbers), on_gpu(8));
  auto epoch = loader.epoch(0);
  for (std::size_t turn = 0;; ++turn) {
    const c10::StreamGuard guard(streams[turn % streams.size()]);
    const auto batch = epoch.next();
    if (!batch) break;
    keep_busy(c10::Device(c10::kCUDA, 0));  // Batches are looked at long after they were dropped.
    verifiers[turn % streams.size()].check((*batch)["data"], *batch);
  }
  for (const Verifier& verifier : verifiers) CHECK(verifier.wrong() == 0);
}

TEST_CASE("Device batches that are kept stay as they are, over the limit too", "[device][cuda]") {
  if (no_gpu()) return;
  const at::Tensor numbers = rows(200, 1000);
  LoaderOptions options = on_gpu(10);
  options.device_memory = Bytes{2 * 10 * 1000 * 8};
  std::vector<Batch> kept;
  {
    DataLoader loader(dataset_of(numbers), options);
    for (const auto& batch : loader.epoch(0)) kept.push_back(batch);
    CHECK(loader.statistics().over_limit > 0);
  }
  CHECK(kept.size() == 20);
  for (const Batch& batch : kept) CHECK(holds(batch, numbers));
}

TEST_CASE("A device epoch can be left after any number of batches, and the next one is whole", "[device][cuda]") {
  if (no_gpu()) return;
  const at::Tensor numbers = rows(120, 50'000);
  Verifier verifier(numbers);
  DataLoader loader(dataset_of(numbers), on_gpu(10));
  for (int leave_after = 0; leave_after <= 12; ++leave_after) {
    {
      auto left = loader.epoch(0);
      for (int k = 0; k < leave_after; ++k) CHECK(left.next());
    }
    std::int64_t samples = 0;
    for (const auto& batch : loader.epoch(1)) {
      verifier.check(batch["data"], batch);
      samples += batch.size();
    }
    CHECK(samples == 120);
  }
  CHECK(verifier.wrong() == 0);
}

TEST_CASE("A loader that is destroyed in the middle of copies leaves its batches whole", "[device][cuda]") {
  if (no_gpu()) return;
  const at::Tensor numbers = rows(64, 1 << 20);
  Verifier verifier(numbers);
  for (int round = 0; round < 10; ++round) {
    auto loader = std::make_unique<DataLoader>(dataset_of(numbers), on_gpu(8));
    std::optional<Batch> first, second;
    {
      auto epoch = loader->epoch(0);
      keep_busy(c10::Device(c10::kCUDA, 0));
      first = epoch.next();
      second = epoch.next();
      loader.reset();
    }
    verifier.check((*first)["data"], *first);
    verifier.check((*second)["data"], *second);
  }
  CHECK(verifier.wrong() == 0);
}

TEST_CASE("Two device loaders in turn do not disturb each other", "[device][cuda]") {
  if (no_gpu()) return;
  const at::Tensor numbers = rows(400, 20'000), others = numbers.add(1'000'000);
  Verifier verifier(numbers), other_verifier(others);
  DataLoader loader(dataset_of(numbers), on_gpu(10)), other_loader(dataset_of(others), on_gpu(10));
  auto epoch = loader.epoch(0), other_epoch = other_loader.epoch(0);
  while (const auto batch = epoch.next()) {
    const auto other = other_epoch.next();
    verifier.check((*batch)["data"], *batch);
    other_verifier.check((*other)["data"], *other);
  }
  CHECK(verifier.wrong() == 0);
  CHECK(other_verifier.wrong() == 0);
}

TEST_CASE("Batches on the CPU are pinned where there is a GPU, from the first on", "[device][cuda]") {
  if (no_gpu()) return;
  const at::Tensor numbers = rows(100, 1000);
  for (const std::optional<bool> pin : {std::optional<bool>(), std::optional<bool>(true)}) {
    DataLoader loader(dataset_of(numbers), {.batch_size = 10, .pin_memory = pin});
    for (const auto& batch : loader.epoch(0)) {
      CHECK(batch["data"].is_pinned());
      CHECK(holds(batch, numbers));
    }
  }
  DataLoader pageable(dataset_of(numbers), {.batch_size = 10, .pin_memory = false});
  CHECK_FALSE((*pageable.epoch(0).next())["data"].is_pinned());
}

TEST_CASE("A pinned batch that is dropped right after .to(device, non_blocking) is not overwritten", "[device][cuda]") {
  if (no_gpu()) return;
  const at::Tensor numbers = rows(4096, 4096);
  Verifier verifier(numbers);
  DataLoader loader(dataset_of(numbers), {.batch_size = 16, .pin_memory = true});
  for (int number = 0; number < 8; ++number)
    for (auto& batch : loader.epoch(number)) {
      if (batch.number() % 32 == 0) keep_busy(c10::Device(c10::kCUDA, 0));  // The copies fall behind the host.
      const at::Tensor copy = batch["data"].to(c10::kCUDA, /*non_blocking=*/true);
      const Batch described({}, batch.indices(), batch.number(), 0);
      batch = Batch();
      verifier.check(copy, described);
    }
  CHECK(verifier.wrong() == 0);
}

TEST_CASE("A device number counts, whatever the caller's current device is", "[device][cuda]") {
  if (no_gpu()) return;
  const at::Tensor numbers = rows(100, 100);
  const auto last = static_cast<c10::DeviceIndex>(cuda_accelerator()->device_count() - 1);
  LoaderOptions options = on_gpu(10);
  for (const c10::DeviceIndex index : {c10::DeviceIndex{0}, last})
    for (const c10::DeviceIndex current : {c10::DeviceIndex{0}, last}) {
      const c10::DeviceGuard guard(c10::Device(c10::kCUDA, current));
      options.device = c10::Device(c10::kCUDA, index);
      DataLoader loader(dataset_of(numbers), options);
      for (const auto& batch : loader.epoch(0)) {
        CHECK(batch["data"].device() == options.device);
        CHECK(holds(batch, numbers));
      }
    }
  options.device = c10::Device(c10::kCUDA, static_cast<c10::DeviceIndex>(last + 1));
  CHECK_THROWS_AS(DataLoader(dataset_of(numbers), options), Error);
}
