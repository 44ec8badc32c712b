// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/transforms/cast.hpp>
#include <wick/transforms/crop.hpp>
#include <wick/transforms/flip.hpp>
#include <wick/transforms/lambda.hpp>
#include <wick/transforms/normalize.hpp>
#include <wick/transforms/permute.hpp>
#include <wick/transforms/reshape.hpp>
#include <wick/transforms/scale.hpp>
#include <wick/transforms/squeeze.hpp>

#include "arrays.hpp"

#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>

#include <optional>

#include <support/prelude.hpp>

using arrays::Shape;
using Catch::Matchers::ContainsSubstring;
using wick::AnyTransform;

namespace {

/// One of each kind and some that many shapes do not fit.
std::vector<AnyTransform> transforms() {
  return {wick::Cast(at::kHalf),
          wick::Cast(at::kByte, wick::OutOfRange::saturate),
          wick::Scale(0.5),
          wick::Normalize({0.5}, {2}),
          wick::Normalize({1, 2, 3}, {1, 2, 4}),
          wick::Normalize({1, 2, 3}, {1, 2, 4}, -1),
          wick::Permute({1, 0}),
          wick::Permute({2, 0, 1}),
          wick::Reshape({-1}),
          wick::Reshape({3, -1}),
          wick::Reshape({}),
          wick::Squeeze(),
          wick::Squeeze(0),
          wick::Squeeze(-2),
          wick::Unsqueeze(0),
          wick::Unsqueeze(-2),
          wick::Flip(),
          wick::Flip(1),
          wick::RandomFlip(0.5, 0),
          wick::Crop({2}),
          wick::Crop({2, 3}),
          wick::Crop({1, 1}, {2, 2}),
          wick::RandomCrop({2, 2}),
          wick::RandomCrop({4}, 2)};
}

at::Tensor sample(at::ScalarType dtype, const Shape& shape) {
  return at::arange(at::empty(shape, at::kInt).numel(), at::kInt).reshape(shape).to(dtype);
}

/// What the function returns; nullopt where it throws wick's error. Any other exception fails the test.
template <typename F>
auto unless_refused(F function) -> std::optional<decltype(function())> {
  try {
    return function();
  } catch (const wick::Error&) {
    return std::nullopt;
  }
}

}  // namespace

TEST_CASE("infer says what apply does, and refuses what apply refuses", "[transforms]") {
  int taken = 0;
  int refused = 0;
  for (const Shape& shape :
       {Shape{}, {0}, {1}, {6}, {3, 4}, {4, 3}, {1, 3}, {3, 0}, {3, 5, 6}, {5, 6, 3}, {1, 3, 1, 3}}) {
    for (const at::ScalarType dtype :
         {at::kBool, at::kByte, at::kLong, at::kHalf, at::kFloat, at::kDouble, at::kComplexFloat}) {
      const at::Tensor tensor = sample(dtype, shape);
      for (const AnyTransform& transform : transforms()) {
        INFO(transform->name() << " of " << c10::toString(dtype) << " with " << shape.size() << " dimensions");
        const auto inferred = unless_refused([&] { return transform->infer({dtype, shape}).value(); });
        const auto applied = unless_refused([&] {
          wick::SampleRandom random({.seed = 4});
          return transform->apply(tensor, random);
        });
        REQUIRE(inferred.has_value() == applied.has_value());
        ++(applied ? taken : refused);
        if (applied) CHECK(*inferred == wick::TensorInfo{applied->scalar_type(), applied->sizes().vec()});
      }
    }
  }
  // Neither side of the property is empty.
  CHECK(taken > 500);
  CHECK(refused > 200);
}

TEST_CASE("an elementwise transform gives what its step gives", "[transforms]") {
  const at::Tensor tensor = sample(at::kByte, {3, 5, 7}).permute({2, 1, 0});
  wick::SampleRandom random({});
  for (const AnyTransform& transform : {AnyTransform(wick::Cast(at::kDouble)), AnyTransform(wick::Scale(1 / 255.0)),
                                        AnyTransform(wick::Normalize({1, 2, 3}, {4, 5, 6}, -1))}) {
    REQUIRE(transform->elementwise() != nullptr);
    const at::Tensor expected = arrays::convert(wick::strided_source(tensor), {*transform->elementwise()});
    CHECK(arrays::identical(transform->apply(tensor, random), expected));
  }
  CHECK(AnyTransform(wick::Flip())->elementwise() == nullptr);
}

TEST_CASE("a cast to the dtype that is there copies nothing", "[transforms]") {
  const at::Tensor tensor = sample(at::kFloat, {4});
  wick::SampleRandom random({});
  CHECK(wick::Cast(at::kFloat).apply(tensor, random).data_ptr() == tensor.data_ptr());
}

TEST_CASE("names say what was asked for", "[transforms]") {
  CHECK(wick::Cast(at::kFloat).name() == "Cast(float32)");
  CHECK(wick::Scale(0.5).name() == "Scale(0.5)");
  CHECK(wick::Normalize({1}, {2}).name() == "Normalize(1, 2)");
  CHECK(wick::Normalize({1, 2}, {3, 4}, -1).name() == "Normalize(2 channels, dim -1)");
  CHECK(wick::Permute({2, 0, 1}).name() == "Permute({2, 0, 1})");
  CHECK(wick::Reshape({-1}).name() == "Reshape({-1})");
  CHECK(wick::Squeeze().name() == "Squeeze()");
  CHECK(wick::RandomFlip().name() == "RandomFlip(0.5, -1)");
  CHECK(wick::RandomCrop({24, 24}, 4).name() == "RandomCrop({24, 24}, 4)");
}

TEST_CASE("arguments that make no sense are refused by the constructor", "[transforms]") {
  CHECK_THROWS_WITH(wick::Cast(at::kQInt8), ContainsSubstring("Cast(QInt8)"));
  CHECK_THROWS_AS(wick::Scale(std::numeric_limits<double>::quiet_NaN()), wick::Error);
  CHECK_THROWS_WITH(wick::Normalize({0.5}, {0}), ContainsSubstring("std[0] is 0"));
  CHECK_THROWS_AS(wick::Normalize({}, {}), wick::Error);
}

TEST_CASE("a callable with or without random numbers is a transform", "[transforms]") {
  wick::SampleRandom random({});
  const at::Tensor tensor = sample(at::kFloat, {3});
  const AnyTransform plain = [](at::Tensor t) { return t.add(1); };
  CHECK(arrays::identical(plain->apply(tensor, random), tensor.add(1)));
  CHECK(plain->name() == "lambda");
  CHECK_FALSE(plain->infer({at::kFloat, {3}}).has_value());
  const AnyTransform noisy = [](at::Tensor t, wick::SampleRandom& r) { return t.add(static_cast<double>(r.below(1))); };
  CHECK(arrays::identical(noisy->apply(tensor, random), tensor));
  const AnyTransform named = wick::Lambda([](at::Tensor t, wick::SampleRandom&) { return t; }, "mine");
  CHECK(named->name() == "mine");
}

TEST_CASE("a transform that returns or gets nothing is an error, not a crash", "[transforms]") {
  wick::SampleRandom random({});
  const AnyTransform nothing = [](const at::Tensor&) { return at::Tensor(); };
  CHECK_THROWS_WITH(nothing->apply(sample(at::kFloat, {3}), random),
                    ContainsSubstring("lambda: it returned an undefined"));
  CHECK_THROWS_AS(wick::Lambda({}), wick::Error);
  CHECK_THROWS_AS(AnyTransform(std::shared_ptr<const wick::Transform>()), wick::Error);
  for (const AnyTransform& transform : transforms()) {
    CHECK_THROWS_WITH(transform->apply(at::Tensor(), random),
                      ContainsSubstring(transform->name() + ": the tensor is undefined"));
  }
}
