// SPDX-License-Identifier: MIT
#include <wick/datasets/in_memory.hpp>
#include <wick/transforms/cast.hpp>
#include <wick/transforms/crop.hpp>
#include <wick/transforms/lambda.hpp>
#include <wick/transforms/scale.hpp>

#include "loading.hpp"

#include <ATen/ops/cat.h>
#include <ATen/ops/equal.h>
#include <c10/core/InferenceMode.h>

#include <atomic>
#include <cstring>
#include <mutex>
#include <new>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using namespace wick::test;

namespace {

// int64 arrays; sample i has `lengths[i]` elements, all of them i.
SourcePtr ragged_source(const std::vector<std::int64_t>& lengths) {
  std::vector<NumpyArray> arrays;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    arrays.push_back(NumpyArray::empty(native_dtype("i8"), {lengths[i]}));
    const auto value = static_cast<std::int64_t>(i);
    for (std::int64_t j = 0; j < lengths[i]; ++j) std::memcpy(arrays.back().data() + j * 8, &value, sizeof value);
  }
  return in_memory(std::move(arrays));
}

// Tells its output for an even number of elements only.
class Moody : public Transform {
 public:
  std::string name() const override { return "Moody"; }
  at::Tensor apply(at::Tensor tensor, SampleRandom&) const override { return tensor; }
  std::optional<TensorInfo> infer(const TensorInfo& input) const override {
    if (input.count() % 2 == 1 && input.shape.size() == 1) return std::nullopt;
    return input;
  }
};

}  // namespace

TEST_CASE("A transform that does not tell its output is run first, and the batch is the same", "[loader]") {
  for (const int workers : {0, 1, 2, 8}) {
    auto dataset = dataset_of(std::make_shared<ScriptedSource>(10));
    dataset.transform("data", {Lambda([](at::Tensor tensor, SampleRandom&) {
                                 return at::cat({tensor, tensor});
                               }),
                               Cast(at::kFloat), Scale(0.5)});
    DataLoader loader(dataset, {.batch_size = 4, .workers = workers});
    std::int64_t next = 0;
    for (auto& batch : loader.epoch(0)) {
      CHECK(batch["data"].sizes() == at::IntArrayRef({batch.size(), 6}));
      CHECK(batch["data"].scalar_type() == at::kFloat);
      for (std::int64_t i = 0; i < batch.size(); ++i)
        CHECK(batch["data"][i][5].item<float>() == 0.5F * static_cast<float>(next++));
    }
    CHECK(next == 10);
  }
}

TEST_CASE("A transform that tells its output of some samples only costs no sample", "[loader]") {
  for (const int workers : {0, 2}) {
    auto dataset = dataset_of(ragged_source({2, 4, 3, 2, 5, 6}));
    dataset.transform("data", {Moody()});
    DataLoader loader(dataset, {.batch_size = 2, .collate = {{"data", cat()}}, .workers = workers});
    for (int epoch = 0; epoch < 2; ++epoch) {
      std::vector<std::int64_t> lengths;
      for (auto& batch : loader.epoch(0)) lengths.push_back(batch["data"].numel());
      CHECK(lengths == std::vector<std::int64_t>{6, 5, 11});
    }
  }
}

TEST_CASE("What a lambda keeps of its sample stays as it was", "[loader]") {
  std::mutex mutex;
  std::vector<at::Tensor> kept;
  auto dataset = dataset_of(std::make_shared<ScriptedSource>(50));
  dataset.transform("data", {Lambda([&](at::Tensor tensor, SampleRandom&) {
                      const std::lock_guard lock(mutex);
                      kept.push_back(tensor);
                      return tensor + 1;
                    })});
  DataLoader loader(dataset, {.batch_size = 5, .workers = 2});
  CHECK(load_all(loader).front() == 1);
  std::set<std::int64_t> values;
  for (const auto& tensor : kept) values.insert(tensor[0].item<std::int64_t>());
  CHECK(values.size() == 50);
}

TEST_CASE("Random transforms draw the same for any number of workers, anew in each epoch, alike for paired fields",
          "[loader]") {
  const auto source = std::make_shared<ScriptedSource>(40, nullptr, Shape{64});
  const auto load = [&](int workers, std::uint64_t epoch) {
    std::vector<NumpyArray> ramp;
    for (int i = 0; i < 40; ++i) {
      ramp.push_back(NumpyArray::empty(native_dtype("i8"), {64}));
      for (std::int64_t j = 0; j < 64; ++j) std::memcpy(ramp.back().data() + j * 8, &j, sizeof j);
    }
    NumpyDataset dataset({{"image", in_memory(ramp)}, {"mask", in_memory(ramp)}});
    dataset.transform("image", {RandomCrop({8})}).transform("mask", {RandomCrop({8})});
    DataLoader loader(dataset, {.batch_size = 40, .seed = 3, .workers = workers});
    auto running = loader.epoch(epoch);
    const auto batch = *running.next();
    CHECK(at::equal(batch["image"], batch["mask"]));
    return batch["image"].clone();
  };
  const at::Tensor first = load(0, 0);
  for (const int workers : {1, 2, 8}) CHECK(at::equal(load(workers, 0), first));
  CHECK_FALSE(at::equal(load(2, 1), first));
}

TEST_CASE("Batches are the user's own, whatever mode the consumer is in", "[loader]") {
  DataLoader loader(dataset_of(std::make_shared<ScriptedSource>(4)), {.batch_size = 2, .workers = 1});
  const c10::InferenceMode inference(true);
  for (auto& batch : loader.epoch(0)) CHECK_FALSE(batch["data"].is_inference());
}

TEST_CASE("A user's collate that breaks its contract is blamed, and nothing is written outside", "[loader]") {
  struct Outside : Collate {
    std::string name() const override { return "outside"; }
    BatchLayout layout(std::span<const TensorInfo> samples) const override {
      BatchLayout layout{.batch = {samples[0].dtype, {2, 3}}, .places = {}};
      for (std::size_t i = 0; i < samples.size(); ++i) layout.places.push_back({4, {1}});
      return layout;
    }
  };
  DataLoader loader(dataset_of(std::make_shared<ScriptedSource>(4)),
                    {.batch_size = 2, .collate = {{"data", std::make_shared<Outside>()}}, .workers = 2});
  auto epoch = loader.epoch(0);
  for (int k = 0; k < 2; ++k) {
    try {
      epoch.next();
      FAIL("nothing was thrown");
    } catch (const Error& error) {
      CHECK_THAT(error.what(), Catch::Matchers::ContainsSubstring("field \"data\": collate outside"));
    }
  }
  CHECK_FALSE(epoch.next());
}

TEST_CASE("Bytes are counted as the sources give them, also where a transform must run first", "[loader]") {
  auto dataset = dataset_of(std::make_shared<ScriptedSource>(10));
  dataset.transform("data", {Lambda([](at::Tensor tensor, SampleRandom&) {
                      return at::cat({tensor, tensor, tensor});
                    })});
  DataLoader loader(dataset, {.batch_size = 4, .workers = 2});
  load_all(loader);
  CHECK(loader.statistics().bytes == 10 * 3 * 8);
}

TEST_CASE("Batches come from memory of the user's, and go back to it", "[loader]") {
  struct Counted : BatchMemory {
    std::shared_ptr<std::byte> allocate(std::int64_t bytes) override {
      ++alive;
      return {static_cast<std::byte*>(::operator new (static_cast<std::size_t>(bytes), std::align_val_t{64})),
              [this](std::byte* data) {
                ::operator delete (data, std::align_val_t{64});
                --alive;
              }};
    }
    std::atomic<int> alive{0};
  };
  const auto memory = std::make_shared<Counted>();
  {
    DataLoader loader(dataset_of(std::make_shared<ScriptedSource>(10)),
                      {.batch_size = 2, .workers = 2, .batch_memory = memory});
    CHECK(load_all(loader) == range(10));
    CHECK(memory->alive > 0);
  }
  CHECK(memory->alive == 0);
}

TEST_CASE("A distributed sampler of LibTorch's is told the epoch", "[loader]") {
  struct Told {
    void set_epoch(std::size_t number) { epoch = static_cast<std::int64_t>(number); }
    void reset() { done = false; }
    std::optional<std::vector<std::size_t>> next(std::size_t) {
      if (std::exchange(done, true)) return std::nullopt;
      return std::vector{static_cast<std::size_t>(epoch)};
    }
    std::int64_t epoch = 0;
    bool done = false;
  };
  DataLoader loader(dataset_of(std::make_shared<ScriptedSource>(10)), Told(), {.batch_size = 2, .workers = 1});
  CHECK(load_all(loader, 7) == std::vector<std::int64_t>{7});
  CHECK(load_all(loader, 3) == std::vector<std::int64_t>{3});
}

TEST_CASE("Memory of the user's that is null is an error, not a crash", "[loader]") {
  struct Nothing : BatchMemory {
    std::shared_ptr<std::byte> allocate(std::int64_t) override { return nullptr; }
  };
  DataLoader loader(dataset_of(std::make_shared<ScriptedSource>(4)),
                    {.batch_size = 4, .workers = 0, .batch_memory = std::make_shared<Nothing>()});
  auto epoch = loader.epoch(0);
  CHECK_THROWS_WITH(epoch.next(),
                    "batch 0 of epoch 0 (samples 0, 1, 2, 3): batch_memory: allocate(4096) gave null; it "
                    "should throw instead");
}
