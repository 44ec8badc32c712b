// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/transforms/permute.hpp>
#include <wick/transforms/reshape.hpp>
#include <wick/transforms/squeeze.hpp>

#include "arrays.hpp"

#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>

#include <support/prelude.hpp>

using arrays::Shape;
using Catch::Matchers::ContainsSubstring;

namespace {

at::Tensor apply(const wick::Transform& transform, const at::Tensor& tensor) {
  wick::SampleRandom random({});
  return transform.apply(tensor, random);
}

at::Tensor numbered(const Shape& shape) {
  const at::Tensor tensor = at::empty(shape, at::kInt);
  return at::arange(tensor.numel(), at::kInt).reshape(shape);
}

bool shares(const at::Tensor& a, const at::Tensor& b) { return a.storage().data() == b.storage().data(); }

}  // namespace

TEST_CASE("permute reorders dimensions without a copy, negative ones too", "[transforms]") {
  const at::Tensor tensor = numbered({4, 5, 3});
  const at::Tensor result = apply(wick::Permute({2, 0, 1}), tensor);
  CHECK(arrays::identical(result, tensor.permute({2, 0, 1})));
  CHECK(shares(result, tensor));
  CHECK(arrays::identical(apply(wick::Permute({-1, 0, -2}), tensor), result));
  CHECK(arrays::identical(apply(wick::Permute({}), numbered({})), numbered({})));
}

TEST_CASE("permute refuses dimensions that do not name each one once", "[transforms]") {
  const at::Tensor tensor = numbered({4, 5});
  CHECK_THROWS_WITH(apply(wick::Permute({2, 0, 1}), tensor),
                    ContainsSubstring("Permute({2, 0, 1}): shape (4, 5): it has 2 dimensions, 3 are named"));
  CHECK_THROWS_WITH(apply(wick::Permute({0, -2}), tensor), ContainsSubstring("dimension 0 is named twice"));
  CHECK_THROWS_WITH(apply(wick::Permute({0, 2}), tensor),
                    ContainsSubstring("there is no dimension 2; choose one from -2 to 1"));
  CHECK_THROWS_AS(wick::Permute({0, 2}).infer({at::kInt, {4, 5}}), wick::Error);
}

TEST_CASE("reshape gives torch's result, a view where the strides allow", "[transforms]") {
  const at::Tensor tensor = numbered({4, 6, 5});
  for (const Shape& shape : {Shape{-1}, {24, 5}, {2, -1, 10}, {120}, {4, 1, 6, 5}, {-1, 5, 1}}) {
    const at::Tensor result = apply(wick::Reshape(shape), tensor);
    CHECK(arrays::identical(result, tensor.reshape(shape)));
    CHECK(shares(result, tensor));
    const at::Tensor sliced = apply(wick::Reshape(shape), tensor.slice(1, 0, 6).permute({2, 0, 1}));
    CHECK(arrays::identical(sliced, tensor.permute({2, 0, 1}).reshape(shape)));
  }
  const at::Tensor columns = tensor.slice(2, 1, 4);
  const at::Tensor joined = apply(wick::Reshape({24, 3}), columns);
  CHECK(shares(joined, tensor));
  CHECK(arrays::identical(joined, columns.reshape({24, 3})));
  CHECK_FALSE(shares(apply(wick::Reshape({-1}), columns), tensor));
}

TEST_CASE("reshape takes empty and 0-d tensors", "[transforms]") {
  CHECK(apply(wick::Reshape({-1}), numbered({3, 0})).sizes() == at::IntArrayRef({0}));
  CHECK(apply(wick::Reshape({0, 7}), numbered({3, 0})).sizes() == at::IntArrayRef({0, 7}));
  CHECK(apply(wick::Reshape({}), numbered({1, 1})).dim() == 0);
  CHECK(apply(wick::Reshape({1, -1}), numbered({})).sizes() == at::IntArrayRef({1, 1}));
}

TEST_CASE("reshape refuses what does not fit", "[transforms]") {
  const at::Tensor tensor = numbered({4, 6});
  CHECK_THROWS_WITH(apply(wick::Reshape({5, -1}), tensor),
                    ContainsSubstring("Reshape({5, -1}): shape (4, 6): 24 elements do not fill (5, -1)"));
  CHECK_THROWS_WITH(apply(wick::Reshape({23}), tensor), ContainsSubstring("whose product is 24"));
  CHECK_THROWS_WITH(apply(wick::Reshape({0, -1}), numbered({0})), ContainsSubstring("any value would do for -1"));
  CHECK_THROWS_AS(apply(wick::Reshape({0, -1}), tensor), wick::Error);
  CHECK_THROWS_AS(wick::Reshape({-1, -1}), wick::Error);
  CHECK_THROWS_AS(wick::Reshape({-2}), wick::Error);
  CHECK_THROWS_AS(wick::Reshape({std::int64_t{1} << 62, 4}), wick::Error);
}

TEST_CASE("squeeze drops extents of 1 as torch does", "[transforms]") {
  const at::Tensor tensor = numbered({1, 4, 1});
  CHECK(apply(wick::Squeeze(), tensor).sizes() == at::IntArrayRef({4}));
  for (const std::int64_t dim : {0, 1, 2, -1, -2, -3}) {
    CHECK(arrays::identical(apply(wick::Squeeze(dim), tensor), tensor.squeeze(dim)));
  }
  CHECK(apply(wick::Squeeze(0), numbered({})).dim() == 0);
  CHECK(apply(wick::Squeeze(), numbered({})).dim() == 0);
  CHECK_THROWS_WITH(apply(wick::Squeeze(3), tensor),
                    ContainsSubstring("Squeeze(3): shape (1, 4, 1): there is no dimension 3"));
  CHECK_THROWS_AS(apply(wick::Squeeze(1), numbered({})), wick::Error);
}

TEST_CASE("unsqueeze adds a dimension as torch does", "[transforms]") {
  const at::Tensor tensor = numbered({4, 3});
  for (const std::int64_t dim : {0, 1, 2, -1, -2, -3}) {
    CHECK(arrays::identical(apply(wick::Unsqueeze(dim), tensor), tensor.unsqueeze(dim)));
  }
  CHECK(apply(wick::Unsqueeze(0), numbered({})).sizes() == at::IntArrayRef({1}));
  CHECK_THROWS_WITH(apply(wick::Unsqueeze(3), tensor), ContainsSubstring("choose one from -3 to 2"));
  CHECK_THROWS_AS(apply(wick::Unsqueeze(-4), tensor), wick::Error);
}
