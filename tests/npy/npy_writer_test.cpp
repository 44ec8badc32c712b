// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_writer.hpp>

#include "header_file.hpp"
#include "npy_writer_file.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include <support/prelude.hpp>

namespace wick {
namespace {

using Catch::Matchers::ContainsSubstring;
using test::append_counting;
using test::bytes_of_file;
using test::count_of_counting;
using test::error_of;

const Dtype i8 = native_dtype("i8");
constexpr NpyWriterOptions unbuffered{.buffer_bytes = 0};
constexpr NpyWriterOptions appending{.existing = ExistingFile::append, .buffer_bytes = 0};

std::string numbers(std::int64_t count) {
  const auto rows = test::counting_rows(0, count, 1);
  return {reinterpret_cast<const char*>(rows.data()), rows.size() * 8};
}

TEST_CASE("appended rows make the file that one save makes", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder / "x.npy";
  NpyWriter writer(path, i8, Shape{2, 3});
  CHECK(writer.row_bytes() == 48);
  CHECK(count_of_counting(path) == 0);
  append_counting(writer, 1);
  append_counting(writer, 0);
  append_counting(writer, 11);
  CHECK(writer.rows() == 12);
  writer.close();
  CHECK(bytes_of_file(path) == make_npy_header(i8, false, Shape{12, 2, 3}) + numbers(72));
}

TEST_CASE("rows are in the file when the buffer is full, after flush, and after close", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder / "x.npy";
  {
    NpyWriter writer(path, i8, {}, {.buffer_bytes = 32});
    append_counting(writer, 3);
    CHECK(count_of_counting(path) == 0);
    append_counting(writer, 1);
    CHECK(count_of_counting(path) == 4);
    append_counting(writer, 2);
    writer.flush();
    CHECK(count_of_counting(path) == 6);
    append_counting(writer, 100);
    CHECK(count_of_counting(path) == 106);
    append_counting(writer, 3);
    CHECK(writer.rows() == 109);
  }
  CHECK(count_of_counting(path) == 109);
}

TEST_CASE("a writer without a buffer has every row in the file", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder / "x.npy";
  const auto durability = GENERATE(Durability::process, Durability::power);
  NpyWriter writer(path, i8, {}, {.durability = durability, .buffer_bytes = 0});
  for (int i = 1; i <= 120; ++i) {
    append_counting(writer, 1);
    REQUIRE(count_of_counting(path) == i);
    REQUIRE(std::filesystem::file_size(path) == 128u + 8u * static_cast<unsigned>(i));
  }
}

TEST_CASE("a closed writer takes no rows", "[npy]") {
  const test::TempFolder folder;
  NpyWriter writer(folder / "x.npy", i8, {});
  append_counting(writer, 1);
  writer.close();
  CHECK_NOTHROW(writer.close());
  CHECK_NOTHROW(writer.flush());
  CHECK(writer.rows() == 1);
  CHECK_THROWS_WITH(append_counting(writer, 1), ContainsSubstring("closed"));
}

TEST_CASE("only whole rows are taken", "[npy]") {
  const test::TempFolder folder;
  NpyWriter writer(folder / "x.npy", i8, Shape{2}, unbuffered);
  CHECK_THROWS_WITH(writer.append(std::as_bytes(std::span("1234567"))), ContainsSubstring("whole rows of 16 expected"));
  append_counting(writer, 1);
  writer.close();
  CHECK(count_of_counting(folder / "x.npy") == 1);
}

TEST_CASE("the options say what becomes of a file that is there", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder / "x.npy";
  append_counting(*std::make_unique<NpyWriter>(path, i8, Shape{}, appending), 3);
  CHECK_THROWS_WITH(NpyWriter(path, i8, {}), ContainsSubstring("is there already (ExistingFile::append"));
  CHECK(count_of_counting(path) == 3);
  append_counting(*std::make_unique<NpyWriter>(path, i8, Shape{}, appending), 8);
  CHECK(count_of_counting(path) == 11);
  const NpyWriter writer(path, native_dtype("f4"), Shape{2}, {.existing = ExistingFile::replace});
  CHECK(read_npy_header(path).shape == Shape{0, 2});
}

TEST_CASE("two writers of a file are one too many", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder / "x.npy";
  NpyWriter writer(path, i8, {}, appending);
  CHECK_THROWS_WITH(NpyWriter(path, i8, {}, appending), ContainsSubstring("another NpyWriter"));
  append_counting(writer, 1);
  writer.close();
  CHECK_NOTHROW(NpyWriter(path, i8, {}, appending));
}

TEST_CASE("bytes of a flush that was cut off are dropped", "[npy]") {
  const test::TempFolder folder;
  const auto rest = GENERATE(as<std::string>(), "half", "exactly8", "more than one row and a part", "\x93NUMP");
  const auto path = folder.write("x.npy", make_npy_header(i8, false, Shape{9}) + numbers(9) + rest);
  NpyWriter writer(path, i8, {}, appending);
  CHECK(writer.rows() == 9);
  CHECK(count_of_counting(path) == 9);
  append_counting(writer, 1);
  CHECK(bytes_of_file(path) == make_npy_header(i8, false, Shape{10}) + numbers(10));
}

TEST_CASE("an array behind another is not overwritten", "[npy]") {
  const test::TempFolder folder;
  const auto one = make_npy_header(i8, false, Shape{2}) + numbers(2);
  const auto path = folder.write("x.npy", one + one);
  CHECK_THROWS_WITH(NpyWriter(path, i8, {}, appending), ContainsSubstring("byte 144: another array follows"));
  CHECK(bytes_of_file(path) == one + one);
}

TEST_CASE("rows are added only to an array of such rows", "[npy]") {
  const test::TempFolder folder;
  const auto [descr, shape, order, reason] = GENERATE(table<std::string, std::string, std::string, std::string>(
      {{"'<i4'", "(0, 3)", "False", "has dtype <i4"},
       {"'>i8'", "(0, 3)", "False", "has dtype >i8"},
       {"'<i8'", "(0, 4)", "False", "has shape (0, 4): rows of shape (3,)"},
       {"'<i8'", "(0,)", "False", "has shape (0,)"},
       {"'<i8'", "(0, 3, 1)", "False", "has shape (0, 3, 1)"},
       {"'<i8'", "(0, 3)", "True", "Fortran order"}}));
  const auto text = test::header_file(test::header_text(descr, shape, order) + "\n");
  const auto path = folder.write("x.npy", text);
  CHECK_THROWS_WITH(NpyWriter(path, i8, Shape{3}, appending),
                    ContainsSubstring("x.npy: ") && ContainsSubstring(reason));
  CHECK(bytes_of_file(path) == text);
}

TEST_CASE("a single number has no rows to add to, nor has a broken file", "[npy]") {
  const test::TempFolder folder;
  CHECK_THROWS_WITH(NpyWriter(folder.write("0d.npy", make_npy_header(i8, false, {}) + numbers(1)), i8, {}, appending),
                    ContainsSubstring("has shape ()"));
  CHECK_THROWS_AS(NpyWriter(folder.write("empty.npy"), i8, {}, appending), NpyError);
  CHECK_THROWS_WITH(
      NpyWriter(folder.write("short.npy", make_npy_header(i8, false, Shape{2}) + "8 bytes."), i8, {}, appending),
      ContainsSubstring("16 bytes of data expected, 8 found"));
  CHECK(std::filesystem::file_size(folder / "short.npy") == 136);
}

TEST_CASE("in one dimension Fortran order is C order", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder.write("x.npy", test::header_file(test::header_text("'<i8'", "(9,)", "True") + "  \n"));
  std::filesystem::resize_file(path, std::filesystem::file_size(path) + 72);
  NpyWriter(path, i8, {}, appending).append(std::as_bytes(std::span("8 bytes")));
  const auto header = read_npy_header(path);
  CHECK(header.shape == Shape{10});
  CHECK(header.fortran_order);
}

TEST_CASE("headers of any layout keep it, as far as there is room", "[npy]") {
  const test::TempFolder folder;
  const auto [text, after] =
      GENERATE(table<std::string, std::string>({{"{'descr': '<i8', 'fortran_order': False, 'shape': (9,), } \n",
                                                 "{'descr': '<i8', 'fortran_order': False, 'shape': (10,), }\n"},
                                                {"{'shape':(9 , ),'descr':'<i8','fortran_order':False} ",
                                                 "{'shape':(10 , ),'descr':'<i8','fortran_order':False}"},
                                                {"{'shape': ((9),), \"descr\": '<i8', 'fortran_order': False, }\t\n",
                                                 "{'shape': ((10),), \"descr\": '<i8', 'fortran_order': False, }\n"},
                                                {" {'shape': (9L,), 'descr': '<i8', 'fortran_order': False}\n\n",
                                                 " {'shape': (10L,), 'descr': '<i8', 'fortran_order': False}\n"}}));
  const auto path = folder.write("x.npy", test::header_file(text) + numbers(9));
  NpyWriter writer(path, i8, {}, appending);
  append_counting(writer, 1);
  auto expected = test::header_file(after, 1, static_cast<std::int64_t>(text.size())) + numbers(10);
  CHECK(bytes_of_file(path) == expected);
  append_counting(writer, 89);
  CHECK_THROWS_WITH(append_counting(writer, 1), ContainsSubstring("no room to count 100 rows"));
  CHECK(writer.rows() == 99);
  CHECK(count_of_counting(path) == 99);
}

TEST_CASE("what rows cannot be of is refused before there is a file", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder / "x.npy";
  const auto refusal = [&](const Dtype& dtype, const Shape& shape) {
    const auto message = error_of([&] { NpyWriter(path, dtype, shape); });
    CHECK_FALSE(std::filesystem::exists(path));
    return message;
  };
  CHECK_THAT(refusal(test::parse_descr("'|O'"), {}), ContainsSubstring("Python objects"));
  CHECK_THAT(refusal(test::parse_descr("[('a', '|O')]"), {}), ContainsSubstring("Python objects"));
  CHECK_THAT(refusal(i8, {2, 0}), ContainsSubstring("no bytes"));
  CHECK_THAT(refusal(test::parse_descr("'|S0'"), {}), ContainsSubstring("no bytes"));
  CHECK_THAT(refusal(i8, {-1}), ContainsSubstring("out of range"));
  CHECK_THAT(refusal(i8, {std::int64_t{1} << 61}), ContainsSubstring("out of range"));
  CHECK_THAT(refusal(i8, Shape(64, 1)), ContainsSubstring("at most 63"));
  Dtype broken = i8;
  broken.descr = "<i4";
  CHECK_THAT(refusal(broken, {}), ContainsSubstring("nothing that a header can say"));
  broken.descr = "<i7";
  CHECK_THAT(refusal(broken, {}), ContainsSubstring("is no dtype"));
  CHECK_THROWS_WITH(NpyWriter(path, i8, {}, {.buffer_bytes = -1}), ContainsSubstring("buffer_bytes"));
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("what is no file of one's own is refused", "[npy]") {
  const test::TempFolder folder;
  const auto existing = GENERATE(ExistingFile::append, ExistingFile::replace);
  const NpyWriterOptions options{.existing = existing};
  CHECK_THROWS_AS(NpyWriter("/dev/full", i8, {}, options), NpyError);
  CHECK_THROWS_AS(NpyWriter(folder.path(), i8, {}, options), NpyError);
  CHECK_THROWS_AS(NpyWriter(folder / "no/folder.npy", i8, {}, options), NpyError);
  CHECK_THROWS_AS(NpyWriter(folder / std::string_view("a\0b", 3), i8, {}, options), NpyError);
}

}  // namespace
}  // namespace wick
