// SPDX-License-Identifier: MIT
#include <wick/datasets/in_memory.hpp>
#include <wick/error.hpp>

#include "arrays.hpp"

#include <ATen/ops/arange.h>

#include <cstring>
#include <span>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;
using test::array_of;
using test::view;

namespace {

std::vector<std::int32_t> values(const Source& source, std::int64_t index) {
  const ArrayInfo info = source.info(index);
  std::vector<std::int32_t> result(static_cast<std::size_t>(info.bytes()) / sizeof(std::int32_t));
  REQUIRE(source.read_expected(index, info, std::as_writable_bytes(std::span(result))));
  return result;
}

using Ints = std::vector<std::int32_t>;
const NumpyArray six = array_of<std::int32_t>({2, 3}, {0, 1, 2, 3, 4, 5});

}  // namespace

TEST_CASE("Arrays in memory are shared, not copied", "[datasets]") {
  const auto array = array_of<std::int32_t>({2}, {1, 2});
  const auto source = in_memory({array, six});
  REQUIRE(source->size() == 2);
  CHECK(source->array(0).data() == array.data());
  CHECK(values(*source, 1) == Ints{0, 1, 2, 3, 4, 5});
  reinterpret_cast<std::int32_t*>(array.data())[1] = 20;
  CHECK(values(*source, 0) == Ints{1, 20});
  CHECK(in_memory({})->size() == 0);
}

TEST_CASE("Arrays of any strides are read, in their own order where they have one", "[datasets]") {
  const auto source = in_memory({
      view(six, {3, 2}, {4, 12}),        // transposed: Fortran order
      view(six, {2, 2}, {12, 8}),        // every other column
      view(six, {2, 3}, {-12, -4}, 20),  // reversed
      view(six, {2, 2, 3}, {0, 12, 4}),  // broadcast
      view(six, {}, {}, 8),
      view(six, {2, 0}, {12, 4}),
  });
  CHECK(source->info(0).fortran_order);
  CHECK(values(*source, 0) == Ints{0, 1, 2, 3, 4, 5});
  CHECK_FALSE(source->info(1).fortran_order);
  CHECK(values(*source, 1) == Ints{0, 2, 3, 5});
  CHECK(values(*source, 2) == Ints{5, 4, 3, 2, 1, 0});
  CHECK(values(*source, 3) == Ints{0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5});
  CHECK(values(*source, 4) == Ints{2});
  CHECK(values(*source, 5).empty());
}

TEST_CASE("Elements of every size are gathered", "[datasets]") {
  for (const char* code : {"u1", "i2", "f4", "f8", "c16"}) {
    INFO(code);
    const auto dtype = native_dtype(code);
    const auto size = dtype.itemsize;
    const auto array = NumpyArray::empty(dtype, {4});
    for (std::int64_t i = 0; i < array.nbytes(); ++i) array.data()[i] = static_cast<std::byte>(i);
    const auto source = in_memory({view(array, {2}, {2 * size})});
    std::vector<std::byte> bytes(static_cast<std::size_t>(2 * size));
    source->read(0, bytes);
    CHECK(std::memcmp(bytes.data(), array.data(), static_cast<std::size_t>(size)) == 0);
    CHECK(std::memcmp(bytes.data() + size, array.data() + 2 * size, static_cast<std::size_t>(size)) == 0);
  }
}

TEST_CASE("Messages name the file that an array came from", "[datasets]") {
  CHECK(in_memory({six, view(six, {2}, {4}, 0, "x.npy")})->where(0) == "array 0");
  CHECK(in_memory({six, view(six, {2}, {4}, 0, "x.npy")})->where(1) == "x.npy");
  CHECK(in_memory_rows(six)->where(1) == "row 1");
  CHECK(in_memory_rows(view(six, {2, 3}, {12, 4}, 0, "x.npy"))->where(1) == "x.npy[1]");
}

TEST_CASE("Rows in memory are slices along axis 0", "[datasets]") {
  const auto source = in_memory_rows(six);
  REQUIRE(source->size() == 2);
  CHECK(source->info(1) == ArrayInfo{native_dtype("i4"), {3}, false});
  CHECK(values(*source, 1) == Ints{3, 4, 5});
  CHECK(source->array(1).data() == six.data() + 12);
  Ints other(3);
  CHECK_FALSE(source->read_expected(0, {native_dtype("f4"), {3}, false}, std::as_writable_bytes(std::span(other))));
}

TEST_CASE("Rows of arrays of any strides are read", "[datasets]") {
  CHECK(values(*in_memory_rows(view(six, {3, 2}, {4, 12})), 1) == Ints{1, 4});
  CHECK(values(*in_memory_rows(view(six, {2, 3}, {-12, -4}, 20)), 0) == Ints{5, 4, 3});
  CHECK(values(*in_memory_rows(view(six, {3}, {8})), 2) == Ints{4});
  CHECK(in_memory_rows(view(six, {0, 3}, {12, 4}))->size() == 0);
  CHECK(values(*in_memory_rows(view(six, {2, 0}, {12, 4})), 1).empty());
}

TEST_CASE("The slices of a tensor are shared with it", "[datasets]") {
  at::Tensor tensor = at::arange(6, at::kInt).view({2, 3}).t();
  const auto source = in_memory_rows(tensor);
  REQUIRE(source->size() == 3);
  CHECK(values(*source, 1) == Ints{1, 4});
  tensor[1][1] = 40;
  CHECK(values(*source, 1) == Ints{1, 40});
  CHECK_THROWS_WITH(in_memory_rows(at::arange(2, at::kBFloat16)), ContainsSubstring("BFloat16"));
}

TEST_CASE("Arrays of Python objects are refused when the source is made", "[datasets]") {
  const NumpyArray objects({'O', 8, '|', "|O", false, true}, {0}, {8}, six.data(), six.owner(), "x.npy");
  CHECK_THROWS_WITH(in_memory({six, objects}), ContainsSubstring("x.npy: dtype |O: the elements are Python objects"));
  CHECK_THROWS_WITH(in_memory_rows(objects), ContainsSubstring("|O"));
  CHECK_THROWS_WITH(in_memory_rows(view(six, {}, {})), ContainsSubstring("0-d"));
}
