// SPDX-License-Identifier: MIT
#include <wick/datasets/from_numpy.hpp>
#include <wick/error.hpp>

#include "arrays.hpp"

#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("to_numpy shares memory in both directions and keeps it alive", "[datasets]") {
  NumpyArray array;
  {
    at::Tensor tensor = at::arange(6, at::kInt).view({2, 3});
    array = to_numpy(tensor);
    CHECK(array.dtype() == native_dtype("i4"));
    CHECK(array.shape() == Shape{2, 3});
    CHECK(array.strides() == std::vector<std::int64_t>{12, 4});
    tensor[0][0] = 40;
    reinterpret_cast<std::int32_t*>(array.data())[5] = 50;
    CHECK(tensor[1][2].item<int>() == 50);
  }
  CHECK(reinterpret_cast<const std::int32_t*>(array.data())[0] == 40);
}

TEST_CASE("Views, empty and 0-d tensors become arrays of the same strides", "[datasets]") {
  const at::Tensor tensor = at::arange(6, at::kDouble).view({2, 3});
  const auto transposed = to_numpy(tensor.t());
  CHECK(transposed.shape() == Shape{3, 2});
  CHECK(transposed.strides() == std::vector<std::int64_t>{8, 24});
  CHECK(transposed.f_contiguous());
  CHECK(to_numpy(tensor.select(0, 1)).data() == static_cast<std::byte*>(tensor.data_ptr()) + 24);
  CHECK(to_numpy(at::empty({0, 3})).size() == 0);
  CHECK(to_numpy(at::ones({})).ndim() == 0);
}

TEST_CASE("An array made of a tensor makes the same tensor again", "[datasets]") {
  for (const auto dtype : {at::kBool, at::kChar, at::kShort, at::kInt, at::kLong, at::kByte, at::kHalf, at::kFloat,
                           at::kDouble, at::kComplexFloat, at::kComplexDouble}) {
    INFO(c10::toString(dtype));
    const at::Tensor tensor = at::ones({3, 2}, dtype).t();
    const at::Tensor again = from_numpy(to_numpy(tensor));
    CHECK(again.data_ptr() == tensor.data_ptr());
    CHECK(again.scalar_type() == dtype);
    CHECK(again.strides() == tensor.strides());
  }
}

TEST_CASE("to_numpy refuses what tensor.numpy() refuses and says the way out", "[datasets]") {
  CHECK_THROWS_WITH(to_numpy(at::Tensor()), ContainsSubstring("undefined"));
  CHECK_THROWS_WITH(to_numpy(at::ones({2}).requires_grad_()), ContainsSubstring("detach()"));
  CHECK_THROWS_WITH(to_numpy(at::ones({2}, at::kComplexFloat).conj()), ContainsSubstring("resolve_conj()"));
  CHECK_THROWS_WITH(to_numpy(at::ones({2}, at::kComplexFloat)._neg_view()), ContainsSubstring("resolve_neg()"));
  CHECK_THROWS_WITH(to_numpy(at::ones({2}).to_sparse()), ContainsSubstring("to_dense()"));
  CHECK_THROWS_WITH(to_numpy(at::ones({2}, at::kBFloat16)), ContainsSubstring("BFloat16"));
  CHECK_THROWS_WITH(to_numpy(at::empty({2}, at::TensorOptions().device(at::kMeta))), ContainsSubstring("meta"));
}
