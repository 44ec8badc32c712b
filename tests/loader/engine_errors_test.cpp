// SPDX-License-Identifier: MIT
#include <wick/datasets/in_memory.hpp>
#include <wick/datasets/sample_error.hpp>
#include <wick/transforms/lambda.hpp>

#include "loading.hpp"

#include <algorithm>

#include <support/prelude.hpp>

using namespace wick;
using namespace wick::test;

namespace {

struct Outcome {
  std::vector<std::int64_t> delivered;
  std::vector<std::int64_t> raised;
  std::vector<std::size_t> sizes;
};

// Goes on after every error.
Outcome load_through_errors(DataLoader& loader) {
  Outcome outcome;
  auto epoch = loader.epoch(0);
  for (;;) try {
      const auto batch = epoch.next();
      if (!batch) return outcome;
      const auto found = contents(*batch);
      outcome.sizes.push_back(found.size());
      outcome.delivered.insert(outcome.delivered.end(), found.begin(), found.end());
    } catch (const SampleError& error) {
      outcome.raised.push_back(error.index());
    }
}

std::vector<std::int64_t> without(std::int64_t count, std::set<std::int64_t> missing) {
  auto values = range(count);
  std::erase_if(values, [&](std::int64_t value) { return missing.contains(value); });
  return values;
}

}  // namespace

TEST_CASE("A failing sample is raised once and costs no other sample", "[loader]") {
  for (const int workers : {0, 1, 2, 8})
    for (std::int64_t bad = 0; bad < 12; ++bad) {
      DataLoader loader(dataset_of(failing_source(12, {bad})), {.batch_size = 4, .workers = workers});
      const Outcome outcome = load_through_errors(loader);
      CHECK(outcome.raised == std::vector<std::int64_t>{bad});
      CHECK(outcome.delivered == without(12, {bad}));
      CHECK(outcome.sizes.size() == 3);
    }
}

TEST_CASE("Several failing samples are raised one by one, in order, those of one batch too", "[loader]") {
  for (const int workers : {0, 1, 2, 8}) {
    const std::set<std::int64_t> bad = {1, 2, 4, 5, 6, 7, 11};
    DataLoader loader(dataset_of(failing_source(12, bad)), {.batch_size = 4, .workers = workers});
    const Outcome outcome = load_through_errors(loader);
    CHECK(outcome.raised == std::vector<std::int64_t>(bad.begin(), bad.end()));
    CHECK(outcome.delivered == without(12, bad));
    CHECK(outcome.sizes == std::vector<std::size_t>{2, 3});  // Of the second batch nothing was left.
  }
}

TEST_CASE("An error names index, field, file and reason, and nests its cause", "[loader]") {
  DataLoader loader(dataset_of(failing_source(3, {2})), {.batch_size = 3, .workers = 1});
  auto epoch = loader.epoch(0);
  try {
    epoch.next();
    FAIL("nothing was thrown");
  } catch (const SampleError& error) {
    CHECK(error.index() == 2);
    CHECK(error.field() == "data");
    CHECK(error.where() == "scripted[2]");
    CHECK(error.reason() == "bad sector");
    CHECK(std::string(error.what()) == "sample 2, field \"data\" (scripted[2]): bad sector");
    CHECK_THROWS_AS(std::rethrow_if_nested(error), std::runtime_error);
  }
}

TEST_CASE("skip leaves failing samples out and counts them", "[loader]") {
  for (const int workers : {0, 1, 2, 8}) {
    DataLoader loader(dataset_of(failing_source(12, {0, 5, 6})),
                      {.batch_size = 4, .on_error = OnError::skip, .workers = workers});
    CHECK(load_all(loader) == without(12, {0, 5, 6}));
    CHECK(loader.statistics().errors == 3);
  }
}

TEST_CASE("substitute keeps the sizes of batches, and draws the same for any number of workers", "[loader]") {
  std::vector<std::vector<std::int64_t>> runs;
  for (const int workers : {0, 1, 2, 8}) {
    DataLoader loader(dataset_of(failing_source(12, {0, 5, 6})),
                      {.batch_size = 4, .on_error = OnError::substitute, .workers = workers});
    runs.push_back(load_all(loader));
    CHECK(runs.back().size() == 12);
    for (const std::int64_t value : runs.back()) CHECK((value != 0 && value != 5 && value != 6));
    CHECK(runs.back() == runs.front());
  }
}

TEST_CASE("More errors than max_errors allows are raised", "[loader]") {
  for (const auto policy : {OnError::skip, OnError::substitute}) {
    DataLoader loader(dataset_of(failing_source(12, {1, 5, 9})),
                      {.batch_size = 4, .on_error = policy, .max_errors = 2, .workers = 2});
    const Outcome outcome = load_through_errors(loader);
    CHECK(outcome.raised == std::vector<std::int64_t>{9});
  }
}

TEST_CASE("A data set in which everything fails ends, with every sample raised", "[loader]") {
  for (const auto policy : {OnError::raise, OnError::skip, OnError::substitute}) {
    std::set<std::int64_t> all;
    for (std::int64_t i = 0; i < 6; ++i) all.insert(i);
    DataLoader loader(dataset_of(failing_source(6, all)),
                      {.batch_size = 2, .on_error = policy, .max_errors = 10, .workers = 2});
    const Outcome outcome = load_through_errors(loader);
    CHECK(outcome.delivered.empty());
    if (policy == OnError::raise) CHECK(outcome.raised == range(6));
    if (policy == OnError::skip) CHECK(outcome.raised.empty());
    if (policy == OnError::substitute) CHECK(outcome.raised.size() == 6);
  }
}

TEST_CASE("An error ends a range-for loop, and the next epoch is whole", "[loader]") {
  int calls = 0;
  const auto source = std::make_shared<ScriptedSource>(8, [&calls](std::int64_t index) {
    if (index == 3 && calls++ == 0) throw std::runtime_error("bad sector");
  });
  DataLoader loader(dataset_of(source), {.batch_size = 2, .workers = 0});
  const auto loop = [&] {
    for (auto& batch : loader.epoch(0)) CHECK(batch.size() == 2);
  };
  CHECK_THROWS_AS(loop(), SampleError);
  CHECK(load_all(loader) == range(8));
}

TEST_CASE("Whatever a transform throws becomes the error of its sample", "[loader]") {
  for (const int workers : {0, 2}) {
    auto dataset = dataset_of(std::make_shared<ScriptedSource>(6));
    dataset.transform("data", {Lambda([](at::Tensor tensor, SampleRandom&) {
                        if (tensor.data_ptr<std::int64_t>()[0] == 4) throw 42;
                        return tensor;
                      })});
    DataLoader loader(dataset, {.batch_size = 3, .workers = workers});
    const Outcome outcome = load_through_errors(loader);
    CHECK(outcome.raised == std::vector<std::int64_t>{4});
    CHECK(outcome.delivered == without(6, {4}));
  }
}

TEST_CASE("A sample of another shape is its own error under stack, and the others are delivered", "[loader]") {
  std::vector<NumpyArray> arrays;
  for (std::int64_t i = 0; i < 8; ++i) {
    arrays.push_back(NumpyArray::empty(native_dtype("i8"), {i == 5 ? 3 : 2}));
    for (std::int64_t j = 0; j < arrays.back().size(); ++j)
      reinterpret_cast<std::int64_t*>(arrays.back().data())[j] = i;
  }
  for (const int workers : {0, 1, 2, 8}) {
    DataLoader loader(dataset_of(in_memory(arrays)), {.batch_size = 4, .workers = workers});
    for (int epoch = 0; epoch < 2; ++epoch) {
      const Outcome outcome = load_through_errors(loader);
      CHECK(outcome.raised == std::vector<std::int64_t>{5});
      CHECK(outcome.delivered == without(8, {5}));
    }
  }
}

TEST_CASE("Batches of different shapes can be stacked, each of its own samples", "[loader]") {
  std::vector<NumpyArray> arrays;
  for (std::int64_t i = 0; i < 9; ++i) arrays.push_back(NumpyArray::empty(native_dtype("i8"), {i / 3 + 1}));
  DataLoader loader(dataset_of(in_memory(arrays)), {.batch_size = 3, .workers = 2});
  std::vector<std::int64_t> widths;
  for (auto& batch : loader.epoch(0)) widths.push_back(batch["data"].size(1));
  CHECK(widths == std::vector<std::int64_t>{1, 2, 3});
}

TEST_CASE("A sampler that names a sample that does not exist is told so", "[loader]") {
  struct Wild : Sampler {
    std::int64_t size() const override { return 2; }
    std::int64_t index(std::uint64_t, std::int64_t position) const override { return position * 7; }
  };
  DataLoader loader(dataset_of(std::make_shared<ScriptedSource>(3)), std::make_shared<Wild>(), {.batch_size = 2});
  auto epoch = loader.epoch(0);
  CHECK_THROWS_WITH(epoch.next(), "the sampler named sample 7 of a data set of 3 samples");
}

TEST_CASE("A sampler that fails half-way costs no batch that it named before", "[loader]") {
  struct Breaking : Sampler {
    std::int64_t size() const override { return 12; }
    std::int64_t index(std::uint64_t, std::int64_t position) const override { return position == 7 ? 99 : position; }
  };
  for (const int workers : {0, 1, 2, 8}) {
    DataLoader loader(dataset_of(std::make_shared<ScriptedSource>(12)), std::make_shared<Breaking>(),
                      {.batch_size = 2, .workers = workers});
    auto epoch = loader.epoch(0);
    for (int k = 0; k < 3; ++k) CHECK(epoch.next());
    CHECK_THROWS_WITH(epoch.next(), "the sampler named sample 99 of a data set of 12 samples");
    CHECK_FALSE(epoch.next());
  }
}

TEST_CASE("A loop over an epoch goes on behind a failed sample, and behind a break", "[loader]") {
  for (const int workers : {0, 2}) {
    DataLoader loader(dataset_of(failing_source(8, {0, 3})), {.batch_size = 2, .workers = workers});
    auto epoch = loader.epoch(0);
    std::vector<std::int64_t> found;
    int errors = 0;
    for (bool over = false; !over;) try {
        for (auto& batch : epoch) {
          for (const std::int64_t value : contents(batch)) found.push_back(value);
          if (batch.number() == 2) break;
        }
        over = found.back() == 7;
      } catch (const SampleError&) {
        ++errors;
      }
    CHECK(errors == 2);
    CHECK(found == without(8, {0, 3}));
  }
}

TEST_CASE("The statistics keep the first errors' messages, each once", "[loader]") {
  DataLoader loader(dataset_of(failing_source(20, {1, 3, 5, 7, 9, 11})),
                    {.batch_size = 4, .on_error = OnError::skip, .workers = 2});
  for (int epoch = 0; epoch < 2; ++epoch) load_all(loader, 0);
  const auto statistics = loader.statistics();
  CHECK(statistics.errors == 12);
  REQUIRE(statistics.first_errors.size() == 5);
  CHECK(statistics.first_errors[0] == "sample 1, field \"data\" (scripted[1]): bad sector");
}

TEST_CASE("Substitutes are the same whether a batch's errors are met at once or one after the other", "[loader]") {
  struct Broken : ScriptedSource {
    Broken()
        : ScriptedSource(100, [](std::int64_t index) {
            if (index == 5) throw std::runtime_error("bad sector");
          }) {}
    ArrayInfo info(std::int64_t index) const override {
      if (index == 2) throw std::runtime_error("bad header");
      return ScriptedSource::info(index);
    }
  };
  DataLoader loader(dataset_of(std::make_shared<Broken>()),
                    {.batch_size = 8, .on_error = OnError::substitute, .workers = 0});
  const auto headers_first = load_all(loader);
  CHECK(load_all(loader) == headers_first);  // The loader knows by now what samples are.
}

TEST_CASE("A source that cannot name its places, and throws what is no exception, fails its samples only", "[loader]") {
  struct Odd : ScriptedSource {
    Odd() : ScriptedSource(4) {}
    bool read_expected(std::int64_t, const ArrayInfo&, std::span<std::byte>) const override { return false; }
    std::string where(std::int64_t) const override { throw 42; }
  };
  for (const int workers : {0, 2}) {
    DataLoader loader(dataset_of(std::make_shared<Odd>()), {.batch_size = 2, .workers = workers});
    CHECK(load_through_errors(loader).raised == range(4));
  }
}

TEST_CASE("Of a batch that does not fit, a source that cannot name its places loses no other sample", "[loader]") {
  struct Nameless : ScriptedSource {
    Nameless() : ScriptedSource(8) {}
    ArrayInfo info(std::int64_t index) const override { return {native_dtype("i8"), {index == 5 ? 3 : 2}, false}; }
    std::string where(std::int64_t) const override { throw std::runtime_error("the index is lost"); }
  };
  for (const int workers : {0, 2}) {
    DataLoader loader(dataset_of(std::make_shared<Nameless>()),
                      {.batch_size = 4, .on_error = OnError::skip, .workers = workers});
    CHECK(load_all(loader) == without(8, {5}));
    const auto errors = loader.statistics().first_errors;
    REQUIRE(errors.size() == 1);
    CHECK_THAT(errors[0], Catch::Matchers::StartsWith(
                              "sample 5, field \"data\" (place unknown: the index is lost): stack needs samples"));
  }
}
