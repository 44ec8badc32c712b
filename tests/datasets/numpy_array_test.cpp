// SPDX-License-Identifier: MIT
#include <wick/datasets/numpy_array.hpp>
#include <wick/error.hpp>

#include "arrays.hpp"

#include <complex>
#include <cstdint>
#include <string>
#include <utility>

#include <support/prelude.hpp>

namespace wick {
namespace {

using Strides = std::vector<std::int64_t>;

TEST_CASE("an array of nothing is a float64 array of shape (0,)", "[datasets]") {
  const NumpyArray array;
  CHECK(array.dtype().descr == "<f8");
  CHECK(array.shape() == Shape{0});
  CHECK(array.size() == 0);
  CHECK(array.nbytes() == 0);
}

TEST_CASE("an empty array is C-ordered and aligned", "[datasets]") {
  const auto array = NumpyArray::empty(native_dtype("f4"), {2, 3, 4});
  CHECK(array.strides() == Strides{48, 16, 4});
  CHECK(array.ndim() == 3);
  CHECK(array.size() == 24);
  CHECK(array.nbytes() == 96);
  CHECK(reinterpret_cast<std::uintptr_t>(array.data()) % 64 == 0);
  CHECK(array.owner() != nullptr);
  CHECK(array.origin().empty());
}

TEST_CASE("a 0-d array has one element", "[datasets]") {
  const auto array = NumpyArray::empty(native_dtype("c16"), {});
  CHECK(array.size() == 1);
  CHECK(array.nbytes() == 16);
  CHECK(array.c_contiguous());
  CHECK(array.f_contiguous());
}

TEST_CASE("copies share the bytes", "[datasets]") {
  const auto array = test::array_of<std::int32_t>({2}, {1, 2});
  NumpyArray copy = array;
  copy.data()[0] = std::byte{7};
  CHECK(array.data()[0] == std::byte{7});
  std::weak_ptr<const void> memory = array.owner();
  copy = NumpyArray();
  CHECK_FALSE(memory.expired());
}

TEST_CASE("contiguity is as NumPy's flags tell it", "[datasets]") {
  const auto [shape, strides, c, f] = GENERATE(table<Shape, Strides, bool, bool>({
      {{2, 3}, {12, 4}, true, false},
      {{2, 3}, {4, 8}, false, true},
      {{6}, {4}, true, true},
      {{6}, {8}, false, false},
      {{6}, {-4}, false, false},
      {{6}, {0}, false, false},
      {{1, 6}, {24, 4}, true, true},
      {{1, 6}, {999, 4}, true, true},
      {{6, 1}, {4, -8}, true, true},
      {{1, 1}, {0, 0}, true, true},
      {{0, 3}, {1, 1}, true, true},
      {{2, 0}, {0, 0}, true, true},
      {{2, 3, 4}, {48, 16, 4}, true, false},
      {{2, 3, 4}, {4, 8, 24}, false, true},
      {{2, 3, 4}, {4, 16, 8}, false, false},
      {{}, {}, true, true},
  }));
  CAPTURE(shape, strides);
  const auto memory = NumpyArray::empty(native_dtype("f4"), {100});
  const auto array = test::view(memory, shape, strides);
  CHECK(array.c_contiguous() == c);
  CHECK(array.f_contiguous() == f);
}

TEST_CASE("an array that cannot be is refused", "[datasets]") {
  const auto dtype = native_dtype("f8");
  CHECK_THROWS_AS(NumpyArray::empty(dtype, {-1}), Error);
  CHECK_THROWS_AS(NumpyArray::empty(dtype, {std::int64_t{1} << 61}), Error);
  CHECK_THROWS_AS(NumpyArray::empty(dtype, {0, std::int64_t{1} << 61}), Error);
  CHECK_THROWS_AS(NumpyArray(dtype, {2, 3}, {8}, nullptr, nullptr), Error);
}

TEST_CASE("more memory than there can be is an error with the size", "[datasets]") {
  CHECK_THROWS_WITH(NumpyArray::empty(native_dtype("u1"), {std::int64_t{1} << 60}),
                    Catch::Matchers::ContainsSubstring("no memory for an array of shape (1152921504606846976,)"));
}

TEST_CASE("elements are numbers of the dtype, and nothing else", "[datasets]") {
  const auto array = NumpyArray::empty(native_dtype("f4"), {2, 3});
  array.elements<float>()[5] = 7;
  CHECK(array.elements<float>().size() == 6);
  CHECK(reinterpret_cast<const float*>(array.data())[5] == 7);
  CHECK(NumpyArray::empty(native_dtype("c8"), {}).elements<std::complex<float>>().size() == 1);
  CHECK(NumpyArray::empty(native_dtype("b1"), {0}).elements<bool>().empty());

  const auto message = [](const auto& ask) {
    try {
      ask();
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("nothing was thrown");
  };
  CHECK(message([&] { array.elements<double>(); }) == "elements: the dtype is '<f4', not f8; copy_numpy converts");
  CHECK(message([&] { array.elements<std::int32_t>(); }) ==
        "elements: the dtype is '<f4', not i4; copy_numpy converts");
  Dtype swapped = native_dtype("f4");
  swapped.byteorder = '>';
  swapped.descr = ">f4";
  const NumpyArray big(swapped, {1}, {4}, array.data(), array.owner(), "x.npy");
  CHECK(message([&] { big.elements<float>(); }) ==
        "x.npy: elements: dtype '>f4' has the other byte order than this machine; copy_numpy converts");
  const NumpyArray column(native_dtype("f4"), {2}, {12}, array.data(), array.owner());
  CHECK(message([&] { column.elements<float>(); }) == "elements: the array is not C-contiguous; copy_numpy converts");
  const NumpyArray odd(native_dtype("f4"), {1}, {4}, array.data() + 1, array.owner());
  CHECK(message([&] { odd.elements<float>(); }) ==
        "elements: the data are not aligned to their elements; copy_numpy converts");
}

}  // namespace
}  // namespace wick
