// SPDX-License-Identifier: MIT
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>

#include "header_file.hpp"

#include <span>
#include <utility>

#include <support/prelude.hpp>

namespace wick {
namespace {

using Catch::Matchers::ContainsSubstring;
using test::error_of;
using test::header_file;
using test::header_text;
using test::parse;
using test::parse_text;

const std::string plain = header_text("'<f4'", "(2, 3)");

TEST_CASE("a file that is not of NumPy is refused with a guess at what it is", "[npy]") {
  using namespace std::string_literals;
  CHECK(error_of([] { parse("", 0); }) == "x.npy: the file is empty: a NumPy header expected");
  CHECK(error_of([] { parse("PK\x03\x04 and more"); }) ==
        "x.npy: byte 0: not an .npy file, it is a zip archive, as .npz files are: \\x93NUMPY expected");
  CHECK_THAT(error_of([] { parse("\x80\x04\x95 and more"); }), ContainsSubstring("pickle"));
  CHECK_THAT(error_of([] { parse("\x1F\x8B and more"); }), ContainsSubstring("gzip"));
  CHECK_THAT(error_of([] { parse("\x92NUMPY\x01\x00"s); }), ContainsSubstring("not an .npy file"));
}

TEST_CASE("a file that ends before its header does is refused", "[npy]") {
  using namespace std::string_literals;
  CHECK_THAT(error_of([] { parse("\x93NUM", 0); }), ContainsSubstring("byte 6: the file ends here"));
  CHECK_THAT(error_of([] { parse("\x93NUMPY", 0); }), ContainsSubstring("byte 6: the file ends here"));
  CHECK_THAT(error_of([] { parse("\x93NUMPY\x01\x00"s, 0); }), ContainsSubstring("byte 8: the file ends here"));
  CHECK_THAT(error_of([] { parse("\x93NUMPY\x02\x00\x01\x00"s, 0); }), ContainsSubstring("byte 8: the file ends here"));
  CHECK(error_of([] { parse(header_file(plain, 1, 60000), 0); }) ==
        "x.npy: byte 10: a header of 60000 bytes expected, 59 found");
  CHECK_THROWS_AS(parse(header_file(plain, 1, static_cast<std::int64_t>(plain.size()) + 1), 0), NpyError);
}

TEST_CASE("the length of a header is checked against the file before anybody reads so far", "[npy]") {
  const auto file = header_file(plain);
  const auto bytes = std::as_bytes(std::span(file));
  const auto size = static_cast<std::int64_t>(file.size());
  CHECK(npy_header_bytes(bytes.first(12), size, "x.npy") == size);
  CHECK_THROWS_AS(npy_header_bytes(bytes.first(12), size - 1, "x.npy"), NpyError);
}

TEST_CASE("other versions of the format are refused", "[npy]") {
  const auto [major, minor] = GENERATE(table<int, int>({{0, 0}, {1, 1}, {2, 1}, {4, 0}, {255, 255}}));
  auto file = header_file(plain);
  file[6] = static_cast<char>(major);
  file[7] = static_cast<char>(minor);
  CHECK_THAT(error_of([&] { parse(file); }), ContainsSubstring("byte 6: format version " + std::to_string(major)));
}

TEST_CASE("a length that the file or the limit does not allow is refused before anything is allocated", "[npy]") {
  const auto length = GENERATE(as<std::int64_t>(), 1 << 21, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFF);
  const int major = GENERATE(2, 3);
  CHECK_THAT(error_of([&] { parse(header_file(plain, major, length)); }),
             ContainsSubstring("at most 1048576 expected"));
}

TEST_CASE("text that is not the header's is refused with its place", "[npy]") {
  const auto [text, message] = GENERATE(table<std::string, std::string>({
      {"", "byte 10: header: a string, an integer, True, False, None or a bracket expected, found the end"},
      {"{'descr': '<f4", "byte 24: header: the end of the string expected, found the end of the header"},
      {"{'descr': '<f4'", "byte 25: header: ',' or '}' expected, found the end"},
      {plain + " garbage", "byte 70: header: the end of the header expected, found 'g'"},
      {plain + ";", "the end of the header expected, found ';'"},
      {plain + " # comment", "the end of the header expected, found '#'"},
      {plain + std::string(20, '\0') + "\n", "the end of the header expected, found byte 0x00"},
      {plain + plain, "the end of the header expected, found '{'"},
      {"\xEF\xBB\xBF" + plain, "found byte 0xef"},
      {"['<f4', False, (2, 3)]", "byte 10: the header is a list: a dict expected"},
      {"{'descr', 'fortran_order', 'shape'}", "header: ':' after the key expected, found ','"},
      {"{b'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}", "found 'b'"},
      {"{1: '<f4', 'fortran_order': False, 'shape': (2, 3)}", "byte 11: header: a key is an int: a string expected"},
      {"{}", "the key 'descr' is missing"},
      {"{'descr': '<f4', 'shape': (2, 3)}", "the key 'fortran_order' is missing"},
      {"{'descr': '<f4', 'fortran_order': False}", "the key 'shape' is missing"},
      {"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'x': 1}", "byte 68: header: unknown key 'x'"},
      {"{'descr': '<f4', 'fortran_order': False, 'shape': (9, 9), 'shape': (2, 3)}",
       "byte 68: header: second key 'shape'"},
      {"{,}", "found ','"},
      {"{'descr': '<f4',, 'fortran_order': False, 'shape': (2, 3)}", "found ','"},
      {"{'descr': '<f4' 'fortran_order': False, 'shape': (2, 3)}", "',' or '}' expected, found \"'\""},
      {header_text("b'<f4'", "(2, 3)"), "found 'b'"},
      {header_text("r'<f4'", "(2, 3)"), "found 'r'"},
      {header_text("'<' 'f4'", "(2, 3)"), "',' or '}' expected"},
      {header_text("'''<f4'''", "(2, 3)"), "',' or '}' expected"},
      {header_text("'<\nf4'", "(2, 3)"), "the end of the string expected, found byte 0x0a"},
      {header_text(R"('\x3')", "(2, 3)"), "2 hexadecimal digits expected"},
      {header_text(R"('\ud800')", "(2, 3)"), "the number of a character expected"},
      {header_text(R"('\U00110000')", "(2, 3)"), "the number of a character expected"},
      {header_text(R"('\N{LATIN SMALL LETTER A}')", "(2, 3)"), "an escape without a character's name expected"},
      {header_text("None", "(2, 3)"), "descr: None is no dtype"},
      {header_text("'bfloat16'", "(2, 3)"), "descr: 'bfloat16' is no dtype that NumPy writes"},
      {header_text("'<f4'", "(2, 3)", "0"), "fortran_order is an int: True or False expected"},
      {header_text("'<f4'", "(2, 3)", "true"), "found 't'"},
      {header_text("'<f4'", "(2, 3)", "Truely"), "the end of the word True expected, found 'l'"},
      {header_text("'<f4'", "(2, 3)", "None"), "fortran_order is None"},
  }));
  CAPTURE(text);
  CHECK_THAT(error_of([&] { parse_text(text); }), ContainsSubstring(message));
}

TEST_CASE("a shape that is not a tuple of ints is refused", "[npy]") {
  const auto [shape, message] = GENERATE(table<std::string, std::string>({
      {"[2, 3]", "shape is a list: a tuple of ints expected"},
      {"(6)", "shape is an int"},
      {"6", "shape is an int"},
      {"None", "shape is None"},
      {"2, 3", "a key is an int: a string expected"},
      {"(2.0, 3)", "the end of a decimal integer expected, found '.'"},
      {"(0x2, 3)", "the end of a decimal integer expected, found 'x'"},
      {"(1_0,)", "the end of a decimal integer expected, found '_'"},
      {"(+2, 3)", "found '+'"},
      {"(02, 3)", "an integer without leading zeros expected"},
      {"(1+1, 3)", "',' or ')' expected, found '+'"},
      {"(np.int64(2),)", "found 'n'"},
      {"(True, 6)", "an extent is a bool: an int expected"},
      {"('2', 3)", "an extent is a string"},
      {"(None,)", "an extent is None"},
      {"((2,), 3)", "an extent is a tuple"},
      {"(-1,)", "shape: negative extent -1"},
      {"(-2, -3)", "shape: negative extent -2"},
      {"(18446744073709551616,)", "an integer of 64 bits expected"},
      {"(9223372036854775808,)", "an integer of 64 bits expected"},
      {"(4294967296, 4294967296)", "more than 2**63 - 1 bytes"},
      {"(4611686018427387904, 4)", "more than 2**63 - 1 bytes"},
      {"(2305843009213693952,)", "more than 2**63 - 1 bytes"},
      {"(0, 4611686018427387904, 4611686018427387904)", "more than 2**63 - 1 bytes"},
      {"(2 3)", "',' or ')' expected"},
      {"(2, 3", "found '}'"},
      {"(,)", "found ','"},
      {"(2,,)", "found ','"},
      {"(2l,)", "the end of a decimal integer expected, found 'l'"},
  }));
  CAPTURE(shape);
  CHECK_THAT(error_of([&] { parse_text(header_text("'<f4'", shape)); }), ContainsSubstring(message));
}

TEST_CASE("more than 64 dimensions are refused", "[npy]") {
  std::string ones;
  for (int i = 0; i < 65; ++i) ones += "1, ";
  CHECK_THAT(error_of([&] { parse_text(header_text("'<f4'", "(" + ones + ")")); }),
             ContainsSubstring("shape has 65 dimensions: at most 64 expected"));
}

TEST_CASE("Python 2's long integers are refused in version 3, as NumPy refuses them", "[npy]") {
  const auto text = header_text("'<f4'", "(2L, 3L)");
  CHECK(parse(header_file(text, 2)).shape == Shape{2, 3});
  CHECK_THROWS_AS(parse(header_file(text, 3)), NpyError);
}

TEST_CASE("bytes that are not UTF-8 are refused in version 3", "[npy]") {
  const auto name = GENERATE(as<std::string>(), "\xFF", "\xC3", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80",
                             "\xF4\x90\x80\x80", "\x80");
  CHECK_THAT(error_of([&] { parse(header_file(header_text("[('" + name + "', '<f4')]", "(2,)"), 3)); }),
             ContainsSubstring("UTF-8"));
}

TEST_CASE("deep nesting is refused, not followed", "[npy]") {
  const auto open = GENERATE(as<std::string>(), "(", "[", "{'a':", "[(");
  std::string text;
  for (int i = 0; i < 5000; ++i) text += open;
  CHECK_THAT(error_of([&] { parse_text(text); }), ContainsSubstring("no more than 32 levels of brackets expected"));
}

TEST_CASE("a header of very many values is refused, not stored", "[npy]") {
  std::string text = "[";
  for (int i = 0; i < 400'000; ++i) text += "0,";
  CHECK_THAT(error_of([&] { parse(header_file(text, 2)); }), ContainsSubstring("no more than 131072 values expected"));
}

TEST_CASE("a payload that is not all there is refused, with the numbers", "[npy]") {
  const auto file = header_file(plain + std::string(128 - 11 - plain.size(), ' ') + "\n");
  REQUIRE(file.size() == 128);
  CHECK(error_of([&] { parse(file, 23); }) == "x.npy: byte 128: 24 bytes of data expected, 23 found");
  CHECK(error_of([&] { parse(file, 0); }) == "x.npy: byte 128: 24 bytes of data expected, 0 found");
  CHECK_THROWS_AS(parse_text(header_text("'|u1'", "(9223372036854775807,)")), NpyError);
  CHECK_THROWS_AS(parse_text(header_text("'|S2147483647'", "(1,)")), NpyError);
}

TEST_CASE("very many elements of no size are refused", "[npy]") {
  const auto descr = GENERATE(as<std::string>(), "'|V0'", "'|S0'", "'<U0'", "[]");
  CHECK_THAT(error_of([&] { parse_text(header_text(descr, "(4611686018427387904,)")); }),
             ContainsSubstring("at most 2**31 - 1 expected"));
  CHECK(parse_text(header_text(descr, "(3,)")).payload_bytes == 0);
}

TEST_CASE("fewer bytes than the header has are refused, though the file is long", "[npy]") {
  const auto file = header_file(plain);
  const auto bytes = std::as_bytes(std::span(file)).first(40);
  CHECK_THROWS_AS(parse_npy_header(bytes, 1000, "x.npy"), NpyError);
}

TEST_CASE("an error knows its file and its byte", "[npy]") {
  try {
    parse_text(header_text("'<f4'", "(-1,)"));
    FAIL("no error");
  } catch (const NpyError& error) {
    CHECK(error.path() == "x.npy");
    CHECK(error.offset() == 10 + static_cast<std::int64_t>(header_text("'<f4'", "(").find("(") + 1));
  }
  CHECK_FALSE(NpyError("x.npy", "is bad").offset());
}

}  // namespace
}  // namespace wick
