// SPDX-License-Identifier: MIT
#include <wick/datasets/element_of.hpp>
#include <wick/npy/ml_dtype.hpp>

#include "arrays.hpp"

#include <string>

#include <support/prelude.hpp>

using namespace wick;

TEST_CASE("Every numeric dtype has an element type of its size and back", "[datasets]") {
  const std::string code =
      GENERATE("b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16");
  INFO(code);
  const Dtype dtype = native_dtype(code);
  const auto element = element_of(dtype);
  REQUIRE(element);
  CHECK(element_size(*element) == dtype.itemsize);
  CHECK(dtype_of(*element) == dtype);
}

TEST_CASE("Byte order does not change the element type", "[datasets]") {
  CHECK(element_of(test::big_endian("f4")) == ElementType::float32);
  CHECK(element_of(test::big_endian("c16")) == ElementType::complex128);
}

TEST_CASE("Dtypes that NumPy does not compute with have no element type", "[datasets]") {
  for (const char kind : {'S', 'U', 'V', 'O'}) {
    INFO(kind);
    CHECK_FALSE(element_of({kind, 8, '|', "x", false}));
  }
  CHECK_FALSE(element_of({'f', 16, '<', "<f16", false}));
  CHECK_FALSE(element_of({'c', 32, '<', "<c32", false}));
  CHECK_FALSE(element_of({'f', 4, '<', "[('a', '<f4')]", true}));
}

TEST_CASE("Datetimes are integers, and what the user says is bfloat16 is that", "[datasets]") {
  CHECK(element_of({'M', 8, '<', "<M8[ns]", false}) == ElementType::int64);
  CHECK(element_of({'m', 8, '>', ">m8[D]", false}) == ElementType::int64);
  CHECK(element_of(ml_dtype("bfloat16")) == ElementType::bfloat16);
  CHECK_FALSE(element_of({'V', 2, '|', "|V2", false}));
  CHECK_FALSE(element_of(ml_dtype("float8_e5m2")));
}

TEST_CASE("NumPy has no bfloat16", "[datasets]") { CHECK_FALSE(dtype_of(ElementType::bfloat16)); }
