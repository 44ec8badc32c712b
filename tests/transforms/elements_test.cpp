// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/transforms/element_type.hpp>
#include <wick/transforms/tensor_info.hpp>

#include "arrays.hpp"

#include <ATen/ops/empty.h>
#include <ATen/ops/ones.h>

#include <support/prelude.hpp>

using Catch::Matchers::ContainsSubstring;
using wick::ElementType;

TEST_CASE("an element type and its torch dtype have the same size and name each other", "[transforms]") {
  for (const ElementType type : arrays::all_types) {
    INFO(wick::element_name(type));
    const auto dtype = wick::scalar_type(type);
    const auto holder = wick::tensor_type(type);
    if (dtype) {
      CHECK(static_cast<std::int64_t>(c10::elementSize(*dtype)) == wick::element_size(type));
      CHECK(wick::element_type(*dtype) == type);
      CHECK(holder == *dtype);
    } else {
      CHECK(static_cast<std::int64_t>(c10::elementSize(holder)) >= wick::element_size(type));
      CHECK(wick::element_type(holder).has_value());
    }
    CHECK(wick::is_floating(type) == c10::isFloatingType(holder));
    CHECK(wick::is_complex(type) == c10::isComplexType(holder));
  }
  CHECK_FALSE(wick::element_type(at::kQInt8).has_value());
  CHECK(wick::element_name(ElementType::boolean) == "bool");
  CHECK(wick::element_name(ElementType::complex128) == "complex128");
}

TEST_CASE("unsigned types wider than uint8 are tensors of their own or of the next wider dtype", "[transforms]") {
  if (wick::scalar_type(ElementType::uint16)) {
    CHECK(wick::element_type(wick::tensor_type(ElementType::uint16)) == ElementType::uint16);
  } else {
    CHECK(wick::tensor_type(ElementType::uint16) == at::kInt);
    CHECK(wick::tensor_type(ElementType::uint32) == at::kLong);
    CHECK(wick::tensor_type(ElementType::uint64) == at::kLong);
  }
}

TEST_CASE("contiguous strides run fastest along the last axis, or the first in Fortran order", "[transforms]") {
  using Strides = std::vector<std::int64_t>;
  CHECK(wick::contiguous_strides({2, 3, 4}, 8) == Strides{96, 32, 8});
  CHECK(wick::contiguous_strides({2, 3, 4}, 8, true) == Strides{8, 16, 48});
  CHECK(wick::contiguous_strides({}, 8).empty());
  CHECK(wick::contiguous_strides({2, 0, 3}, 4) == Strides{12, 12, 4});
}

TEST_CASE("contiguity ignores extents of 1 and empty arrays", "[transforms]") {
  CHECK(wick::is_contiguous({2, 3}, {12, 4}, 4));
  CHECK_FALSE(wick::is_contiguous({2, 3}, {4, 8}, 4));
  CHECK_FALSE(wick::is_contiguous({2, 3}, {16, 4}, 4));
  CHECK_FALSE(wick::is_contiguous({3}, {-4}, 4));
  CHECK(wick::is_contiguous({1, 3, 1}, {999, 4, -7}, 4));
  CHECK(wick::is_contiguous({0, 3}, {1, 1}, 4));
  CHECK(wick::is_contiguous({}, {}, 4));
}

TEST_CASE("a view of a tensor has its address, shape and strides in bytes", "[transforms]") {
  const at::Tensor tensor = at::ones({4, 6}, at::kShort).t().slice(0, 1, 5, 2);
  const auto source = wick::strided_source(tensor);
  CHECK(source.data == static_cast<const std::byte*>(tensor.data_ptr()));
  CHECK(source.type == ElementType::int16);
  CHECK(source.shape == arrays::Shape{2, 4});
  CHECK(source.strides == arrays::Shape{4, 12});
  CHECK(wick::strided_target(tensor).strides == source.strides);
}

TEST_CASE("a tensor without plain elements has no view", "[transforms]") {
  CHECK_THROWS_WITH(wick::strided_source(at::Tensor()), ContainsSubstring("undefined"));
  CHECK_THROWS_WITH(wick::strided_source(at::ones({2}, at::kComplexFloat).conj()), ContainsSubstring("resolve_conj"));
  CHECK_THROWS_WITH(wick::strided_source(at::ones({2, 2}).to_sparse()), ContainsSubstring("dense CPU"));
}
