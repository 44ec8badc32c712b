// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>

#include "header_file.hpp"

#include <utility>

#include <support/prelude.hpp>

namespace wick {
namespace {

using test::header_file;
using test::header_text;
using test::parse;
using test::parse_text;

const std::string plain = header_text("'<f4'", "(2, 3)");

TEST_CASE("a header says what the array is and where its payload lies", "[npy]") {
  const auto header = parse(header_file(plain + "     \n"));
  CHECK(header.major == 1);
  CHECK(header.minor == 0);
  CHECK(header.dtype.descr == "<f4");
  CHECK_FALSE(header.fortran_order);
  CHECK(header.shape == Shape{2, 3});
  CHECK(header.payload_offset == static_cast<std::int64_t>(10 + plain.size() + 6));
  CHECK(header.payload_bytes == 24);
}

TEST_CASE("versions 2 and 3 have a longer length field", "[npy]") {
  const int major = GENERATE(2, 3);
  const auto header = parse(header_file(plain, major));
  CHECK(header.major == major);
  CHECK(header.payload_offset == static_cast<std::int64_t>(12 + plain.size()));
}

TEST_CASE("the layout of the text does not matter", "[npy]") {
  const auto text = GENERATE(as<std::string>(), "{'shape': (2, 3), 'fortran_order': False, 'descr': '<f4'}",
                             R"({"descr": "<f4", "fortran_order": False, "shape": (2, 3)})",
                             "{'descr':'<f4','fortran_order':False,'shape':(2,3)}",
                             "{'descr':\t'<f4',\n 'fortran_order': False,\r\n 'shape': (2, 3)}",
                             " {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}",
                             "\n{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3,)}",
                             "{ 'descr' : '<f4' , 'fortran_order' : False , 'shape' : ( 2 , 3 , ) , }\n",
                             "{'descr': u'<f4', 'fortran_order': False, 'shape': (2, 3)}",
                             R"({'descr': '\x3cf\064', 'fortran_order': False, 'shape': (2, 3)})",
                             "{'descr': ('<f4'), 'fortran_order': (False), 'shape': ((2), 3)}",
                             "({'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)})",
                             "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3L), }");
  CAPTURE(text);
  const auto header = parse_text(text);
  CHECK(header.dtype.descr == "<f4");
  CHECK(header.shape == Shape{2, 3});
}

TEST_CASE("every shape of NumPy's is read", "[npy]") {
  CHECK(parse_text(header_text("'<f4'", "()")).shape == Shape{});
  CHECK(parse_text(header_text("'<f4'", "()")).payload_bytes == 4);
  CHECK(parse_text(header_text("'<f4'", "(6,)")).shape == Shape{6});
  CHECK(parse_text(header_text("'<f4'", "(0,)"), 0).shape == Shape{0});
  CHECK(parse_text(header_text("'<f4'", "(3, 0, 2)"), 0).payload_bytes == 0);
  CHECK(parse_text(header_text("'|u1'", "(0, 4611686018427387904)"), 0).shape == Shape{0, std::int64_t{1} << 62});
  std::string ones;
  for (int i = 0; i < 64; ++i) ones += "1, ";
  CHECK(parse_text(header_text("'<f4'", "(" + ones + ")")).shape.size() == 64);
}

TEST_CASE("Fortran order is told, in any number of dimensions", "[npy]") {
  CHECK(parse_text(header_text("'<f4'", "(2, 3)", "True")).fortran_order);
  CHECK(parse_text(header_text("'<f4'", "()", "True")).fortran_order);
}

TEST_CASE("what follows the payload is ignored", "[npy]") {
  CHECK(parse(header_file(plain), 1000).payload_bytes == 24);
}

TEST_CASE("the payload of objects is what is left of the file", "[npy]") {
  CHECK(parse_text(header_text("'|O'", "(1000,)"), 77).payload_bytes == 77);
  CHECK(parse_text(header_text("[('a', '<f4'), ('o', '|O')]", "(1000,)"), 77).payload_bytes == 77);
}

TEST_CASE("names of fields are Latin-1 in versions 1 and 2, UTF-8 in version 3", "[npy]") {
  CHECK(parse(header_file(header_text("[('\xE9', '<f4')]", "(2,)"), 1)).dtype.descr == "[('\xC3\xA9', '<f4')]");
  CHECK(parse(header_file(header_text("[('\xC3\xA9', '<f4')]", "(2,)"), 3)).dtype.descr == "[('\xC3\xA9', '<f4')]");
  CHECK(parse(header_file(header_text("[('\xE2\x82\xAC', '<f4')]", "(2,)"), 3)).dtype.descr ==
        "[('\xE2\x82\xAC', '<f4')]");
}

TEST_CASE("escapes in names mean what they mean in Python", "[npy]") {
  const auto [text, descr] = GENERATE(table<std::string, std::string>({
      {R"([('\u20ac', '<f4')])", "[('\xE2\x82\xAC', '<f4')]"},
      {R"([('\U0001F600', '<f4')])", "[('\xF0\x9F\x98\x80', '<f4')]"},
      {R"([('\101\7\0', '<f4')])", R"([('A\x07\x00', '<f4')])"},
      {R"([('\q\ \8', '<f4')])", R"([('\\q\\ \\8', '<f4')])"},
      {"[('a\\\nb', '<f4')]", "[('ab', '<f4')]"},
      {R"([('\a\b\f\n\r\t\v', '<f4')])", R"([('\x07\x08\x0c\n\r\t\x0b', '<f4')])"},
      {R"([('\x80\xa0\xad', '<f4')])", R"([('\x80\xa0\xad', '<f4')])"},
  }));
  CAPTURE(text);
  CHECK(parse_text(header_text(text, "(2,)")).dtype.descr == descr);
}

TEST_CASE("headers up to the limit are read from files", "[npy]") {
  const test::TempFolder folder;
  const auto padding = GENERATE(as<std::size_t>(), 0, 30, 54, 118, 10000, 65000);
  const auto file = header_file(plain + std::string(padding, ' '));
  const auto header = read_npy_header(folder.write("x.npy", file + std::string(24, 'x')));
  CHECK(header.shape == Shape{2, 3});
  CHECK(header.payload_offset == static_cast<std::int64_t>(file.size()));
}

TEST_CASE("the limit of the length of a header can be set", "[npy]") {
  const auto file = header_file(plain + std::string(2000, ' '), 2) + std::string(24, 'x');
  const auto bytes = std::as_bytes(std::span(file));
  CHECK(parse_npy_header(bytes, static_cast<std::int64_t>(file.size()), "x.npy").shape == Shape{2, 3});
  CHECK_THROWS_WITH(
      parse_npy_header(bytes, static_cast<std::int64_t>(file.size()), "x.npy", {.max_header_bytes = 2000}),
      Catch::Matchers::ContainsSubstring("at most 2000 expected"));
}

}  // namespace
}  // namespace wick
