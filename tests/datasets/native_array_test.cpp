// SPDX-License-Identifier: MIT
#include <wick/datasets/native_array.hpp>
#include <wick/npy/npy_error.hpp>

#include "arrays.hpp"

#include <cstring>
#include <string>

#include <support/prelude.hpp>

namespace wick {
namespace {

std::string bytes(const NumpyArray& array) {
  return {reinterpret_cast<const char*>(array.data()), static_cast<std::size_t>(array.nbytes())};
}

NumpyArray characters(const Dtype& dtype, Shape shape, const std::string& text) {
  const auto array = NumpyArray::empty(dtype, std::move(shape));
  std::memcpy(array.data(), text.data(), text.size());
  return array;
}

TEST_CASE("an array that is native and in C order is itself", "[datasets]") {
  const auto array = test::array_of<std::int32_t>({2, 3}, {0, 1, 2, 3, 4, 5});
  CHECK(native_array(array).data() == array.data());
  CHECK(native_array(test::view(array, {1, 3}, {99, 4})).data() == array.data());
}

TEST_CASE("byte order and memory order become native at once, in memory of the result's own", "[datasets]") {
  const auto array = characters(test::big_endian("u2"), {6}, "abcdefghijkl");
  const auto transposed = native_array(test::view(array, {3, 2}, {2, 6}, 0, "x.npy"));
  CHECK(transposed.dtype() == native_dtype("u2"));
  CHECK(transposed.shape() == Shape{3, 2});
  CHECK(transposed.c_contiguous());
  CHECK(transposed.origin() == "x.npy");
  CHECK(bytes(transposed) == "bahgdcjifelk");
  CHECK(bytes(array) == "abcdefghijkl");
  CHECK(bytes(native_array(test::view(array, {3}, {-4}, 10))) == "lkhgdc");
}

TEST_CASE("structures are copied whole, each field in its order", "[datasets]") {
  Dtype dtype;
  dtype.structured = true;
  dtype.itemsize = 4;
  dtype.descr = "[('a', '>u2'), ('', '|V1'), ('b', '|u1')]";
  const auto array = native_array(test::view(characters(dtype, {3}, "abcdefghijkl"), {2}, {8}));
  CHECK(array.dtype().descr == "[('a', '<u2'), ('', '|V1'), ('b', '|u1')]");
  CHECK(bytes(array) == "bacdjikl");
}

TEST_CASE("bools become 0 or 1, and the array they came from stays", "[datasets]") {
  const auto array = characters(native_dtype("b1"), {3}, std::string("\2\0\1", 3));
  CHECK(bytes(native_array(array)) == std::string("\1\0\1", 3));
  CHECK(bytes(array) == std::string("\2\0\1", 3));
}

}  // namespace
}  // namespace wick
