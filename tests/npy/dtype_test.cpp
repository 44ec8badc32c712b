// SPDX-License-Identifier: MIT
#include <wick/npy/dtype.hpp>
#include <wick/npy/npy_error.hpp>

#include "header_file.hpp"

#include <utility>

#include <support/prelude.hpp>

namespace wick {
namespace {

using test::parse_descr;

TEST_CASE("every numeric dtype that NumPy writes is known", "[npy]") {
  const auto [descr, kind, itemsize] = GENERATE(table<std::string, char, int>({{"|b1", 'b', 1},
                                                                               {"|i1", 'i', 1},
                                                                               {"<i2", 'i', 2},
                                                                               {"<i4", 'i', 4},
                                                                               {"<i8", 'i', 8},
                                                                               {"|u1", 'u', 1},
                                                                               {"<u2", 'u', 2},
                                                                               {"<u4", 'u', 4},
                                                                               {"<u8", 'u', 8},
                                                                               {"<f2", 'f', 2},
                                                                               {"<f4", 'f', 4},
                                                                               {"<f8", 'f', 8},
                                                                               {"<c8", 'c', 8},
                                                                               {"<c16", 'c', 16},
                                                                               {">i2", 'i', 2},
                                                                               {">u8", 'u', 8},
                                                                               {">f2", 'f', 2},
                                                                               {">f4", 'f', 4},
                                                                               {">c16", 'c', 16}}));
  CAPTURE(descr);
  const Dtype dtype = parse_descr("'" + descr + "'");
  CHECK(dtype.descr == descr);
  CHECK(dtype.kind == kind);
  CHECK(dtype.itemsize == itemsize);
  CHECK(dtype.byteorder == descr[0]);
  CHECK(dtype.is_numeric());
  CHECK(dtype.is_swapped() == (descr[0] == '>'));
  CHECK_FALSE(dtype.structured);
}

TEST_CASE("other spellings become NumPy's own", "[npy]") {
  const auto [given, descr] = GENERATE(table<std::string, std::string>({{"f4", "<f4"},
                                                                        {"=f4", "<f4"},
                                                                        {"|f4", "<f4"},
                                                                        {"<u1", "|u1"},
                                                                        {">i1", "|i1"},
                                                                        {"<b1", "|b1"},
                                                                        {"|a5", "|S5"},
                                                                        {"<S5", "|S5"},
                                                                        {"<V2", "|V2"},
                                                                        {"|O8", "|O"},
                                                                        {"|O4", "|O"},
                                                                        {"O", "|O"},
                                                                        {"<M8[1ns]", "<M8[ns]"},
                                                                        {"M8[generic]", "<M8"}}));
  CAPTURE(given);
  CHECK(parse_descr("'" + given + "'").descr == descr);
}

TEST_CASE("dtypes that are not numeric have their size and kind", "[npy]") {
  const auto [descr, kind, itemsize] =
      GENERATE(table<std::string, char, std::int64_t>({{"|S5", 'S', 5},
                                                       {"|S0", 'S', 0},
                                                       {"<U3", 'U', 12},
                                                       {">U3", 'U', 12},
                                                       {"|V4", 'V', 4},
                                                       {"<M8[ns]", 'M', 8},
                                                       {">M8[D]", 'M', 8},
                                                       {"<M8", 'M', 8},
                                                       {"<m8[25us]", 'm', 8},
                                                       {"<f16", 'f', 16},
                                                       {"<c32", 'c', 32},
                                                       {"|S2147483647", 'S', 2147483647}}));
  CAPTURE(descr);
  const Dtype dtype = parse_descr("'" + descr + "'");
  CHECK(dtype.descr == descr);
  CHECK(dtype.kind == kind);
  CHECK(dtype.itemsize == itemsize);
  CHECK_FALSE(dtype.is_numeric());
}

TEST_CASE("a code that no file contains is refused by name", "[npy]") {
  const auto code = GENERATE(as<std::string>(), "", "<", " <f4", "<f4 ", "<f3", "<f", "f", "?", "float32", "bfloat16",
                             "<f1", "<b2", "<i3", "<i-4", "<i16", "(2,)<f4", "<f4,<f4", "|S-1", "|S2147483648",
                             "|S9999999999", "|S99999999999999999999", "<U536870912", "|O16", "<M8[", "<M8[]",
                             "<M8[xs]", "<M8[0ns]", "<M8[ns", "<M4[ns]", "<M8[ns]x", "q", "T", "<é4");
  CAPTURE(code);
  CHECK_THROWS_AS(parse_descr("'" + code + "'"), NpyError);
}

TEST_CASE("a structured dtype has the size of all its fields", "[npy]") {
  const auto [descr, itemsize] = GENERATE(table<std::string, int>({
      {"[]", 0},
      {"[('a', '<f4'), ('b', '>i4')]", 8},
      {"[('y', '<f8', (2, 2))]", 32},
      {"[('a', '|u1'), ('', '|V3'), ('b', '<f4')]", 8},
      {"[('', '|V8')]", 8},
      {"[('', '|V1'), ('a', '|u1'), ('', '|V1')]", 3},
      {"[(('aa', 'a'), '<i4')]", 4},
      {"[('p', [('x', '<f4'), ('y', '<f4')]), ('n', '|S3')]", 11},
      {"[('p', [('x', '<f4')], (3,))]", 12},
      {"[('c', ('<f8', (5,)), (2,))]", 80},
      {R"([("it's", '<f4'), ('both\'"', '<f4'), ('back\\slash', '<f4'), ('nl\n', '<f4'), ('\x01', '<f4')])", 20},
  }));
  CAPTURE(descr);
  const Dtype dtype = parse_descr(descr);
  CHECK(dtype.descr == descr);
  CHECK(dtype.itemsize == itemsize);
  CHECK(dtype.structured);
  CHECK(dtype.kind == 'V');
  CHECK_FALSE(dtype.has_object);
  CHECK_FALSE(dtype.is_numeric());
}

TEST_CASE("fields are spelled as NumPy spells them", "[npy]") {
  CHECK(parse_descr(R"([ (u"a",'f4',2) , ('\x62', "|a3",), ])").descr == "[('a', '<f4', (2,)), ('b', '|S3')]");
  CHECK(parse_descr("[('\xE9', '<f4')]").descr == "[('\xC3\xA9', '<f4')]");
}

TEST_CASE("a structure that holds objects is known to", "[npy]") {
  CHECK(parse_descr("[('a', '<f4'), ('o', '|O')]").has_object);
  CHECK(parse_descr("[('a', [('o', '|O', (2,))])]").has_object);
  CHECK(parse_descr("'|O'").has_object);
}

TEST_CASE("a structure that NumPy refuses is refused", "[npy]") {
  const auto descr = GENERATE(
      as<std::string>(), "['<f4']", "[('a',)]", "[('a', '<f4', (2,), 1)]", "[(1, '<f4')]", "[('a', 4)]",
      "[('a', '<f4'), ('a', '<i4')]", "[(('t', 'a'), '<f4'), (('t', 'b'), '<f4')]", "[(('a', 'a'), '<f4')]",
      "[('', '<f4'), ('', '<f4')]", "[('a', '<f4', (-1,))]", "[('a', '<f4', '2')]", "[('a', '<f4', (2.5,))]",
      "[('a', '<f4', (1 << 40,))]", "[('a', '<f4', (4294967296, 4294967296))]", "[('a', '|S2147483647'), ('b', '|S1')]",
      "[('a', '<f4', (536870912,))]", "[('a', ('<f4',))]", "('<f4', (2,))", "{}", "4", "None", "True");
  CAPTURE(descr);
  CHECK_THROWS_AS(parse_descr(descr), NpyError);
}

TEST_CASE("writers get dtypes in this machine's byte order", "[npy]") {
  CHECK(native_dtype("f4").descr == "<f4");
  CHECK(native_dtype("u1").descr == "|u1");
  CHECK_FALSE(native_dtype("c16").is_swapped());
  CHECK_THROWS_AS(native_dtype("float32"), Error);
  CHECK_THROWS_AS(native_dtype("S5"), Error);
  CHECK_THROWS_AS(native_dtype(""), Error);
}

}  // namespace
}  // namespace wick
