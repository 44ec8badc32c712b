// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/transforms/crop.hpp>

#include "arrays.hpp"

#include <ATen/ops/arange.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/empty.h>

#include <set>

#include <support/prelude.hpp>

using arrays::Shape;
using Catch::Matchers::ContainsSubstring;

namespace {

at::Tensor apply(const wick::Transform& transform, const at::Tensor& tensor, std::int64_t index = 0) {
  wick::SampleRandom random({.seed = 5, .index = index});
  return transform.apply(tensor, random);
}

// From 1 on, so that padding shows.
at::Tensor numbered(const Shape& shape, at::ScalarType dtype = at::kInt) {
  const at::Tensor tensor = at::empty(shape, at::kInt);
  return at::arange(1, tensor.numel() + 1, at::kInt).reshape(shape).to(dtype);
}

/// Where in `padded` the crop came from, found by trying all places; -1 if nowhere.
std::int64_t place_of(const at::Tensor& crop, const at::Tensor& padded) {
  const std::int64_t rows = padded.size(0) - crop.size(0) + 1;
  const std::int64_t columns = padded.size(1) - crop.size(1) + 1;
  for (std::int64_t place = 0; place < rows * columns; ++place) {
    const std::int64_t row = place / columns;
    const std::int64_t column = place % columns;
    const auto part = padded.slice(0, row, row + crop.size(0)).slice(1, column, column + crop.size(1));
    if (arrays::identical(part, crop)) return place;
  }
  return -1;
}

}  // namespace

TEST_CASE("crop cuts the middle, rounded down, or from an offset", "[transforms]") {
  const at::Tensor tensor = numbered({3, 7, 8});
  CHECK(arrays::identical(apply(wick::Crop({4, 5}), tensor), tensor.slice(1, 1, 5).slice(2, 1, 6)));
  CHECK(arrays::identical(apply(wick::Crop({4, 5}, {3, 0}), tensor), tensor.slice(1, 3, 7).slice(2, 0, 5)));
  CHECK(arrays::identical(apply(wick::Crop({8}), tensor), tensor));
  const at::Tensor turned = tensor.permute({2, 1, 0});
  CHECK(arrays::identical(apply(wick::Crop({4, 2}, {1, 1}), turned), turned.slice(1, 1, 5).slice(2, 1, 3)));
  CHECK(apply(wick::Crop({4, 5}), tensor).storage().data() == tensor.storage().data());
}

TEST_CASE("crop refuses windows that do not fit", "[transforms]") {
  const at::Tensor tensor = numbered({3, 28, 28});
  CHECK_THROWS_WITH(apply(wick::Crop({32, 28}), tensor),
                    ContainsSubstring("Crop({32, 28}): shape (3, 28, 28): dimension 1 is smaller than 32"));
  CHECK_THROWS_WITH(apply(wick::Crop({24, 24}, {0, 5}), tensor), ContainsSubstring("choose at most 4"));
  CHECK_THROWS_WITH(apply(wick::Crop({1, 1, 1, 1}), tensor),
                    ContainsSubstring("4 dimensions are to be cropped, there are 3"));
  CHECK_THROWS_AS(wick::Crop({}), wick::Error);
  CHECK_THROWS_AS(wick::Crop({0}), wick::Error);
  CHECK_THROWS_AS(wick::Crop({4, 4}, {1}), wick::Error);
  CHECK_THROWS_AS(wick::Crop({4}, {-1}), wick::Error);
}

TEST_CASE("random crop takes every place of the padded tensor", "[transforms]") {
  for (const at::ScalarType dtype : {at::kByte, at::kFloat, at::kComplexDouble, at::kBool}) {
    const at::Tensor tensor = numbered({4, 5}, dtype);
    const at::Tensor padded = at::constant_pad_nd(tensor, {2, 2, 2, 2});
    std::set<std::int64_t> places;
    for (std::int64_t index = 0; index < 400; ++index) {
      const at::Tensor crop = apply(wick::RandomCrop({3, 4}, 2), tensor, index);
      REQUIRE(crop.sizes() == at::IntArrayRef({3, 4}));
      const std::int64_t place = place_of(crop, padded);
      REQUIRE(place >= 0);
      places.insert(place);
    }
    if (dtype != at::kBool) CHECK(places.size() == 36);
  }
}

TEST_CASE("random crop is a view unless it needs padding", "[transforms]") {
  const at::Tensor tensor = numbered({2, 9, 9});
  for (std::int64_t index = 0; index < 50; ++index) {
    CHECK(apply(wick::RandomCrop({4, 4}), tensor, index).storage().data() == tensor.storage().data());
  }
}

TEST_CASE("random crop pads tensors smaller than the window, even empty ones", "[transforms]") {
  const at::Tensor crop = apply(wick::RandomCrop({10}, 4), numbered({2}));
  CHECK(arrays::identical(crop, at::constant_pad_nd(numbered({2}), {4, 4})));
  CHECK(apply(wick::RandomCrop({3}, 2), numbered({5, 0})).eq(0).all().item<bool>());
  // The padding is wider than the window: some crops are all zeros, none is out of bounds.
  for (std::int64_t index = 0; index < 100; ++index) {
    CHECK(apply(wick::RandomCrop({2}, 9), numbered({3}), index).numel() == 2);
  }
}

TEST_CASE("random crop depends on the sample's key alone", "[transforms]") {
  const at::Tensor tensor = numbered({100, 100});
  const wick::RandomCrop crop({8, 8});
  CHECK(arrays::identical(apply(crop, tensor, 3), apply(crop, tensor, 3)));
  CHECK_FALSE(arrays::identical(apply(crop, tensor, 3), apply(crop, tensor, 4)));
  wick::SampleRandom next_epoch({.seed = 5, .epoch = 1, .index = 3});
  CHECK_FALSE(arrays::identical(apply(crop, tensor, 3), crop.apply(tensor, next_epoch)));
}

TEST_CASE("random crop refuses windows that padding does not make room for", "[transforms]") {
  CHECK_THROWS_WITH(apply(wick::RandomCrop({9}, 3), numbered({2})),
                    ContainsSubstring("RandomCrop({9}, 3): shape (2,)"));
  CHECK_THROWS_AS(wick::RandomCrop({9}, -1), wick::Error);
  CHECK_THROWS_AS(wick::RandomCrop({9}, std::int64_t{1} << 62), wick::Error);
}
