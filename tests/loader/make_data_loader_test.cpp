// SPDX-License-Identifier: MIT
#include <support/scripted_source.hpp>
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/loader/make_data_loader.hpp>

#include <torch/data.h>

#include <atomic>
#include <set>
#include <utility>

#include <support/prelude.hpp>

namespace {

using Stack = torch::data::transforms::Stack<>;
using Sequential = torch::data::samplers::SequentialSampler;

struct Numbers : torch::data::datasets::Dataset<Numbers> {
  explicit Numbers(std::size_t count, std::set<std::size_t> failing = {}) : count(count), failing(std::move(failing)) {}

  torch::data::Example<> get(size_t index) override {
    if (in_use.exchange(true)) throw std::logic_error("two threads use one copy");
    if (failing.contains(index)) {
      in_use = false;
      throw std::out_of_range("number " + std::to_string(index));
    }
    in_use = false;
    return {torch::full({2}, static_cast<double>(index)), torch::tensor(static_cast<std::int64_t>(index))};
  }
  torch::optional<size_t> size() const override { return count; }

  Numbers(const Numbers& other) : count(other.count), failing(other.failing) {}

  std::size_t count;
  std::set<std::size_t> failing;
  std::atomic<bool> in_use{false};
};

std::vector<std::int64_t> values(const at::Tensor& tensor) {
  return {tensor.data_ptr<std::int64_t>(), tensor.data_ptr<std::int64_t>() + tensor.numel()};
}

template <typename Loader>
std::vector<std::int64_t> targets(Loader& loader) {
  std::vector<std::int64_t> found;
  for (auto& batch : loader) {
    const auto part = values(batch.target);
    found.insert(found.end(), part.begin(), part.end());
  }
  return found;
}

}  // namespace

TEST_CASE("A program of torch::data runs with one word changed, and gets the same batches", "[loader]") {
  for (const std::size_t workers : {0, 1, 2, 8}) {
    const auto options = torch::data::DataLoaderOptions().batch_size(4).workers(workers);
    auto theirs = torch::data::make_data_loader<Sequential>(Numbers(10).map(Stack()), options);
    auto ours = wick::make_data_loader<Sequential>(Numbers(10).map(Stack()), options);
    auto it = ours->begin();
    for (auto& batch : *theirs) {
      REQUIRE(it != ours->end());
      CHECK(torch::equal(batch.data, it->data));
      CHECK(torch::equal(batch.target, it->target));
      ++it;
    }
    CHECK(it == ours->end());
  }
}

TEST_CASE("Samplers and options of torch::data mean what they mean there", "[loader]") {
  auto random = wick::make_data_loader(Numbers(50).map(Stack()), torch::data::DataLoaderOptions(7).workers(2));
  auto found = targets(*random);
  CHECK(std::set<std::int64_t>(found.begin(), found.end()).size() == 50);

  auto dropping = wick::make_data_loader(Numbers(10).map(Stack()), Sequential(10),
                                         torch::data::DataLoaderOptions(4).workers(2).drop_last(true));
  CHECK(targets(*dropping).size() == 8);

  auto plain = wick::make_data_loader<Sequential>(Numbers(5), torch::data::DataLoaderOptions(2));
  std::size_t count = 0;
  for (std::vector<torch::data::Example<>>& batch : *plain) count += batch.size();
  CHECK(count == 5);
}

TEST_CASE("An exception of a dataset arrives as it was thrown and costs no later batch", "[loader]") {
  for (const std::size_t workers : {0, 1, 2, 8})
    for (const std::set<std::size_t>& failing : {std::set<std::size_t>{2, 5, 6, 11}, {0, 1, 2, 19}, {0, 2, 4, 6}}) {
      auto loader = wick::make_data_loader<Sequential>(Numbers(20, failing).map(Stack()),
                                                       torch::data::DataLoaderOptions(2).workers(workers).max_jobs(4));
      std::vector<std::int64_t> found;
      std::size_t errors = 0;
      bool passed = true;  // The batch that the iterator is at was used.
      auto it = loader->begin();
      for (;;) try {
          if (!std::exchange(passed, true)) ++it;
          if (it == loader->end()) break;
          const auto part = values(it->target);
          found.insert(found.end(), part.begin(), part.end());
          passed = false;
        } catch (const std::out_of_range&) {
          ++errors;
        }
      std::vector<std::int64_t> expected;
      std::set<std::int64_t> bad_batches;
      for (const auto index : failing) bad_batches.insert(static_cast<std::int64_t>(index) / 2);
      for (std::int64_t i = 0; i < 20; ++i)
        if (!bad_batches.contains(i / 2)) expected.push_back(i);
      CHECK(errors == bad_batches.size());
      CHECK(found == expected);
    }
}

TEST_CASE("Incrementing goes on after an exception, and passes over a batch that nobody looked at", "[loader]") {
  auto loader =
      wick::make_data_loader<Sequential>(Numbers(8, {0, 5}).map(Stack()), torch::data::DataLoaderOptions(2).workers(2));
  auto it = loader->begin();
  CHECK_THROWS_AS(++it, std::out_of_range);
  ++it;
  CHECK(values(it->target) == std::vector<std::int64_t>{2, 3});
  CHECK_THROWS_AS(++it, std::out_of_range);
  CHECK(values(it->target) == std::vector<std::int64_t>{6, 7});
  ++it;
  CHECK(it == loader->end());

  auto fine = wick::make_data_loader<Sequential>(Numbers(4).map(Stack()), torch::data::DataLoaderOptions(2));
  auto second = ++fine->begin();
  CHECK(values(second->target) == std::vector<std::int64_t>{2, 3});
}

TEST_CASE("A loop that was left can be begun again at once", "[loader]") {
  for (const std::size_t workers : {0, 2}) {
    auto loader = wick::make_data_loader<Sequential>(Numbers(20).map(Stack()),
                                                     torch::data::DataLoaderOptions(2).workers(workers));
    for (int leave_after = 0; leave_after < 10; ++leave_after) {
      int seen = 0;
      for (auto& batch : *loader) {
        CHECK(values(batch.target).front() == 2 * seen);
        if (seen++ == leave_after) break;
      }
      CHECK(seen == leave_after + 1);
    }
    CHECK(targets(*loader).size() == 20);
  }
}

TEST_CASE("An iterator outlives its loader", "[loader]") {
  auto loader =
      wick::make_data_loader<Sequential>(Numbers(6).map(Stack()), torch::data::DataLoaderOptions(2).workers(2));
  auto it = loader->begin();
  const auto end = loader->end();
  loader.reset();
  std::size_t batches = 0;
  for (; it != end; ++it) ++batches;
  CHECK(batches == 3);
}

TEST_CASE("A NumpyDataset behind torch::data's transforms loads through wick's loader", "[loader]") {
  for (const std::size_t workers : {0, 2}) {
    wick::NumpyDataset dataset({{"data", std::make_shared<wick::test::ScriptedSource>(9)},
                                {"target", std::make_shared<wick::test::ScriptedSource>(9, nullptr, wick::Shape{})}});
    auto loader =
        wick::make_data_loader<Sequential>(dataset.map(Stack()), torch::data::DataLoaderOptions(4).workers(workers));
    CHECK(targets(*loader) == std::vector<std::int64_t>{0, 1, 2, 3, 4, 5, 6, 7, 8});
  }
}

TEST_CASE("A batch that does not come in time is an error, and comes later", "[loader]") {
  const auto gate = std::make_shared<wick::test::Gate>();
  const auto source = std::make_shared<wick::test::ScriptedSource>(
      2, [gate](std::int64_t) { gate->pass(); }, wick::Shape{});
  wick::NumpyDataset dataset({{"data", source}, {"target", source}});
  auto loader = wick::make_data_loader<Sequential>(
      dataset.map(Stack()), torch::data::DataLoaderOptions(2).workers(1).timeout(std::chrono::milliseconds(1)));
  const auto it = loader->begin();
  CHECK_THROWS_WITH(*it, "no batch within the timeout of 1 ms; it may still arrive");
  gate->open();
  bool arrived = false;
  while (!arrived) try {  // It may take longer than the timeout again.
      arrived = it != loader->end();
    } catch (const wick::Error&) {
    }
  CHECK(values(it->target) == std::vector<std::int64_t>{0, 1});
}

namespace {

// Counts down; several workers may ask at once.
struct Countdown : torch::data::datasets::StreamDataset<Countdown, torch::optional<std::vector<std::int64_t>>> {
  explicit Countdown(std::int64_t from) : from(from) {}
  Countdown(const Countdown& other) : from(other.from) {}

  torch::optional<std::vector<std::int64_t>> get_batch(size_t size) override {
    std::vector<std::int64_t> batch;
    for (std::int64_t next; batch.size() < size && (next = left--) > 0;) batch.push_back(next);
    if (batch.empty()) return {};
    return batch;
  }
  torch::optional<size_t> size() const override { return {}; }
  void reset() { left = from; }

  std::int64_t from;
  std::atomic<std::int64_t> left{0};
};

}  // namespace

TEST_CASE("A stateful dataset is asked until it has no more, in every epoch", "[loader]") {
  for (const std::size_t workers : {0, 1, 4}) {
    auto loader = wick::make_data_loader(Countdown(23), torch::data::DataLoaderOptions(5).workers(workers));
    for (int epoch = 0; epoch < 3; ++epoch) {
      std::multiset<std::int64_t> found;
      for (auto& batch : *loader) found.insert(batch.begin(), batch.end());
      CHECK(found.size() == 23);
      CHECK(*found.begin() == 1);
    }
  }
}

TEST_CASE("Options that cannot work are refused", "[loader]") {
  CHECK_THROWS_WITH(wick::make_data_loader(Numbers(4), torch::data::DataLoaderOptions(0)),
                    "make_data_loader: batch_size is 0; at least 1 expected");
}

TEST_CASE("A sampler that fails half-way costs no batch", "[loader]") {
  struct Breaking : torch::data::samplers::Sampler<> {
    void reset(torch::optional<size_t> = torch::nullopt) override { position = 0; }
    torch::optional<std::vector<size_t>> next(size_t) override {
      const size_t index = position++;
      if (index == 3) throw std::runtime_error("no name for the fourth");
      if (index > 5) return torch::nullopt;
      return std::vector<size_t>{index};
    }
    void save(torch::serialize::OutputArchive&) const override {}
    void load(torch::serialize::InputArchive&) override {}
    size_t position = 0;
  };
  for (const std::size_t workers : {0, 1, 2, 8}) {
    auto loader = wick::make_data_loader(Numbers(6).map(Stack()), Breaking(),
                                         torch::data::DataLoaderOptions(1).workers(workers).max_jobs(2));
    std::vector<std::int64_t> found;
    auto it = loader->begin();
    for (int k = 0; k < 3; ++k) {
      if (k > 0) ++it;
      found.push_back(values(it->target).front());
    }
    CHECK_THROWS_WITH(++it, "no name for the fourth");
    for (++it; it != loader->end(); ++it) found.push_back(values(it->target).front());
    CHECK(found == std::vector<std::int64_t>{0, 1, 2, 4, 5});
  }
}
