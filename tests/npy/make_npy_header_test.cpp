// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/npy/npy_header.hpp>

#include "header_file.hpp"

#include <string>
#include <utility>

#include <support/prelude.hpp>

namespace wick {
namespace {

TEST_CASE("a header is NumPy's, byte for byte", "[npy]") {
  // np.save of NumPy 1.24: room for the first extent to grow to 21 digits, then to the next multiple of 64.
  std::string text = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
  text.resize(128 - 10 - 1, ' ');
  CHECK(make_npy_header(native_dtype("f4"), false, Shape{2, 3}) ==
        std::string("\x93NUMPY\x01\x00\x76\x00", 10) + text + '\n');
}

TEST_CASE("there is room for the slowest axis to grow to 21 digits", "[npy]") {
  // As NumPy 1.24: one space more or less decides here how many times 64 bytes the header takes.
  Shape shape(6, 12345);
  shape.insert(shape.begin(), 1);
  CHECK(make_npy_header(native_dtype("u1"), false, shape).size() == 192);
  CHECK(make_npy_header(native_dtype("u1"), true, shape).size() == 128);
}

TEST_CASE("what is written is read again", "[npy]") {
  const auto [code, shape, fortran_order] =
      GENERATE(table<std::string, Shape, bool>({{"b1", {}, false},
                                                {"u1", {0}, false},
                                                {"i8", {1, 2, 3, 4, 5, 6, 7}, true},
                                                {"c16", {std::int64_t{1} << 20, 3}, true},
                                                {"f2", Shape(64, 1), false}}));
  const auto dtype = native_dtype(code);
  const auto header = make_npy_header(dtype, fortran_order, shape);
  CHECK(header.size() % 64 == 0);
  const auto read = test::parse(header, *checked_bytes(shape, dtype.itemsize));
  CHECK(read.dtype == dtype);
  CHECK(read.shape == shape);
  CHECK(read.fortran_order == fortran_order);
  CHECK(read.payload_offset == static_cast<std::int64_t>(header.size()));
}

TEST_CASE("the version is the lowest that fits", "[npy]") {
  const auto version = [](const std::string& descr) {
    return int{make_npy_header(test::parse_descr(descr), false, Shape{1})[6]};
  };
  CHECK(version("[('a', '<f4')]") == 1);
  CHECK(version("[('\xE9', '<f4')]") == 1);
  CHECK(version("[('\\u20ac', '<f4')]") == 3);
  const auto long_descr = [](std::size_t length) { return "[('" + std::string(length, 'x') + "', '<f4')]"; };
  CHECK(version(long_descr(60'000)) == 1);
  Dtype dtype = test::parse_descr(long_descr(60'000));
  dtype.descr = long_descr(70'000);
  CHECK(make_npy_header(dtype, false, Shape{1})[6] == 2);
}

TEST_CASE("a shape that NumPy cannot have is refused", "[npy]") {
  CHECK_THROWS_AS(make_npy_header(native_dtype("f4"), false, Shape{2, -1}), Error);
  CHECK_THROWS_AS(make_npy_header(native_dtype("f4"), false, Shape(65, 1)), Error);
}

}  // namespace
}  // namespace wick
