// SPDX-License-Identifier: MIT
#include "collating.hpp"

#include <ATen/ops/zeros.h>

#include <functional>
#include <limits>
#include <utility>

#include <support/prelude.hpp>

using namespace wick;
using namespace wick::test;

namespace {

constexpr std::int64_t huge = std::numeric_limits<std::int64_t>::max();

// A user's collate: stack, with a lie.
class Lying : public Collate {
 public:
  explicit Lying(std::function<void(BatchLayout&)> lie) : lie_(std::move(lie)) {}

  std::string name() const override { return "mine"; }

  BatchLayout layout(std::span<const TensorInfo> samples) const override {
    BatchLayout layout = stack()->layout(samples);
    lie_(layout);
    return layout;
  }

 private:
  std::function<void(BatchLayout&)> lie_;
};

// Two samples of shape (2, 3), hence a batch of shape (2, 2, 3), places 0 and 6, strides 3 and 1.
const std::vector<TensorInfo> samples(2, {at::kFloat, {2, 3}});

std::string verdict_on(std::function<void(BatchLayout&)> lie, const std::vector<TensorInfo>& of = samples) {
  const Lying collate(std::move(lie));
  return message_of([&] { wick::detail::checked_layout(collate, of); });
}

std::string verdict_on_strides(std::vector<std::int64_t> strides) {
  return verdict_on([&](BatchLayout& layout) { layout.places[1].strides = std::move(strides); });
}

}  // namespace

TEST_CASE("A layout without a lie passes as it is", "[loader]") {
  const auto layout = wick::detail::checked_layout(Lying([](BatchLayout&) {}), samples);
  CHECK(layout.batch == TensorInfo{at::kFloat, {2, 2, 3}});
  REQUIRE(layout.places.size() == 2);
  CHECK(layout.places[1].offset == 6);
  CHECK(layout.places[1].strides == std::vector<std::int64_t>{3, 1});
  CHECK(verdict_on([](BatchLayout& layout) { layout.places[0].strides = {1, 2}; }).empty());  // A transposed sample.
}

TEST_CASE("A place outside of the batch is refused", "[loader]") {
  const auto at = [](std::int64_t offset) {
    return verdict_on([=](BatchLayout& layout) { layout.places[1].offset = offset; });
  };
  const std::string outside =
      "collate mine: its layout puts sample 1, float32 (2, 3), outside of the batch of shape (2, 2, 3)";
  CHECK(at(6).empty());
  for (const std::int64_t offset : {std::int64_t{7}, std::int64_t{12}, std::int64_t{-1}, huge, -huge - 1})
    CHECK(at(offset) == outside);
  CHECK(verdict_on_strides({4, 1}) == outside);
  CHECK(verdict_on_strides({3, 2}) == outside);
  CHECK(verdict_on_strides({huge / 16, huge / 16}) == outside);
}

TEST_CASE("Strides that are negative, stand still, cannot be counted in bytes, or are too few or many, are refused",
          "[loader]") {
  const auto refused = [](const std::string& strides) {
    return "collate mine: its layout gives sample 1, float32 (2, 3), the strides " + strides +
           "; positive ones expected";
  };
  CHECK(verdict_on_strides({-3, 1}) == refused("(-3, 1)"));
  CHECK(verdict_on_strides({0, 1}) == refused("(0, 1)"));
  CHECK(verdict_on_strides({huge, 1}) == refused("(9223372036854775807, 1)"));
  CHECK(verdict_on_strides({3}) == "collate mine: its layout gives sample 1 1 strides; its shape is (2, 3)");
  CHECK(verdict_on_strides({6, 3, 1}) == "collate mine: its layout gives sample 1 3 strides; its shape is (2, 3)");
}

TEST_CASE("The stride of a dimension of one element does not matter, unless its bytes cannot be counted", "[loader]") {
  const std::vector<TensorInfo> rows(2, {at::kFloat, {1, 3}});
  const auto with = [&](std::int64_t stride) {
    return verdict_on([=](BatchLayout& layout) { layout.places[0].strides[0] = stride; }, rows);
  };
  CHECK(with(0).empty());
  CHECK(with(1000).empty());
  CHECK(!with(huge).empty());
  CHECK(!with(-1).empty());
}

TEST_CASE("Empty samples may lie anywhere", "[loader]") {
  const std::vector<TensorInfo> empty(2, {at::kFloat, {2, 0}});
  CHECK(verdict_on([](BatchLayout& layout) { layout.places[1].offset = 99; }, empty).empty());
  CHECK(verdict_on([](BatchLayout& layout) { layout.places[1].strides = {0, 0}; }, empty).empty());
  CHECK(!verdict_on([](BatchLayout& layout) { layout.places[1].strides = {-1, 0}; }, empty).empty());
}

TEST_CASE("As many places as samples are expected", "[loader]") {
  CHECK(verdict_on([](BatchLayout& layout) { layout.places.pop_back(); }) ==
        "collate mine: its layout has 1 places for 2 samples");
  CHECK(verdict_on([](BatchLayout& layout) { layout.places.push_back(layout.places[0]); }) ==
        "collate mine: its layout has 3 places for 2 samples");
}

TEST_CASE("The batch has the samples' dtype", "[loader]") {
  CHECK(verdict_on([](BatchLayout& layout) { layout.batch.dtype = at::kDouble; }) ==
        "collate mine: its layout has dtype float64, its sample 0 has float32");
  CHECK_THAT(verdict_on([](BatchLayout& layout) { layout.batch.dtype = at::ScalarType::Undefined; }),
             Catch::Matchers::EndsWith("its sample 0 has float32"));
}

TEST_CASE("A shape that no tensor can have is refused", "[loader]") {
  const auto shaped = [](std::vector<std::int64_t> shape) {
    return verdict_on([&](BatchLayout& layout) { layout.batch.shape = std::move(shape); });
  };
  CHECK(shaped({-2, -6}) == "collate mine: its layout has an impossible shape, (-2, -6)");
  CHECK(shaped({huge, 2}) == "collate mine: its layout has an impossible shape, (9223372036854775807, 2)");
  CHECK(shaped({huge, 0, 2}) == "collate mine: its layout has an impossible shape, (9223372036854775807, 0, 2)");
  CHECK(shaped({huge / 2}) == "collate mine: its layout has an impossible shape, (4611686018427387903,)");  // In bytes.
  CHECK(shaped({12}).empty());
}

TEST_CASE("Elements that no sample covers need a fill value; more elements than the batch has overlap", "[loader]") {
  CHECK(verdict_on([](BatchLayout& layout) {
          layout.batch.shape = {3, 2, 3};
        }) ==
        "collate mine: its layout of shape (3, 2, 3) has 18 elements for 12 of the samples and no fill value for the "
        "rest");
  CHECK(verdict_on([](BatchLayout& layout) {
          layout.batch.shape = {3, 2, 3};
          layout.fill = 1;
        }).empty());
  CHECK(verdict_on([](BatchLayout& layout) {
          layout.batch.shape = {6};
          layout.places[1].offset = 0;
        }) == "collate mine: its layout of shape (6,) has 6 elements for 12 of the samples");
}

TEST_CASE("A fill value stays only where something is left to fill", "[loader]") {
  CHECK(!wick::detail::checked_layout(Lying([](BatchLayout& layout) { layout.fill = 1; }), samples).fill);
  const auto larger = wick::detail::checked_layout(Lying([](BatchLayout& layout) {
                                                     layout.batch.shape = {13};
                                                     layout.fill = 2;
                                                   }),
                                                   samples);
  CHECK(larger.fill == 2);
}

TEST_CASE("Extra tensors have names and are tensors", "[loader]") {
  CHECK(verdict_on([](BatchLayout& layout) { layout.extras = {{"mask", at::zeros({2})}}; }).empty());
  CHECK(verdict_on([](BatchLayout& layout) {
          layout.extras = {{"", at::zeros({2})}};
        }) == "collate mine: its layout has an extra tensor \"\" that has no name");
  CHECK(verdict_on([](BatchLayout& layout) {
          layout.extras = {{"mask", at::Tensor()}};
        }) == "collate mine: its layout has an extra tensor \"mask\" that is undefined");
}

TEST_CASE("Samples that no collate can place are named before it is asked", "[loader]") {
  const Lying collate([](BatchLayout&) { throw std::logic_error("was asked"); });
  const auto shape = refusal_of(collate, {{at::kFloat, {3}}, {at::kFloat, {-3}}});
  CHECK(shape.positions == std::vector<std::size_t>{1});
  CHECK(shape.message == "collate mine: a sample cannot have the shape (-3,)");
  const auto dtype = refusal_of(collate, {{at::kQInt8, {3}}, {at::kQInt8, {3}}});
  CHECK(dtype.positions == std::vector<std::size_t>{0});
  CHECK(dtype.message ==
        "collate mine takes bool, integer, floating-point and complex samples; this one is QInt8 (3,)");
}

TEST_CASE("A CollateError passes, unless it names samples that are not there", "[loader]") {
  const auto naming = [](std::vector<std::size_t> positions) {
    return Lying([=](BatchLayout&) { throw CollateError(positions, "too small"); });
  };
  const auto refusal = refusal_of(naming({1, 0}), samples);
  CHECK(refusal.positions == std::vector<std::size_t>{1, 0});
  CHECK(refusal.message == "too small");
  CHECK(message_of([&] {
          wick::detail::checked_layout(naming({0, 2}), samples);
        }) == "collate mine: its error names sample 2 of 2: too small");
}

TEST_CASE("What else a collate throws passes", "[loader]") {
  CHECK(verdict_on([](BatchLayout&) { throw std::logic_error("no idea"); }) == "no idea");
}

TEST_CASE("A loader with a collate that lies throws and writes nothing", "[loader]") {
  const int workers = GENERATE(0, 2);
  const auto tensors = numbered({{2, 3}, {2, 3}, {2, 3}, {2, 3}});
  const auto lying = [](std::function<void(BatchLayout&)> lie) {
    return std::make_shared<const Lying>(std::move(lie));
  };
  CHECK_THAT(message_of([&] {
               loaded(tensors, lying([](BatchLayout& layout) { layout.places[1].offset = std::int64_t{1} << 40; }), 2,
                      workers);
             }),
             Catch::Matchers::ContainsSubstring("batch 0 of epoch 0") &&
                 Catch::Matchers::ContainsSubstring("collate mine: its layout puts sample 1"));
  CHECK_THAT(
      message_of([&] { loaded(tensors, lying([](BatchLayout&) { throw CollateError({7}, "odd"); }), 2, workers); }),
      Catch::Matchers::ContainsSubstring("its error names sample 7 of 2: odd"));
}
