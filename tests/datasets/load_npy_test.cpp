// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/datasets/load_npy.hpp>
#include <wick/npy/npy_error.hpp>

#include "arrays.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>
#include <string>
#include <utility>

#include <support/prelude.hpp>

namespace wick {
namespace {

using Catch::Matchers::ContainsSubstring;
using test::TempFolder;

std::string payload(const NumpyArray& array) {
  return {reinterpret_cast<const char*>(array.data()), static_cast<std::size_t>(array.nbytes())};
}

bool is_aligned(const NumpyArray& array) { return reinterpret_cast<std::uintptr_t>(array.data()) % 64 == 0; }

// How an array is read; what both ways have in common is tested on both.
using Read = NumpyArray (*)(const std::string&);

TEST_CASE("an array is read as it lies in the file", "[datasets]") {
  const Read read = GENERATE(Read{load_npy}, Read{map_npy});
  const TempFolder folder;
  const auto path = folder.write("x.npy", test::npy_of<std::int32_t>({2, 3}, {0, 1, 2, 3, 4, 5}));
  const auto array = read(path);
  CHECK(array.dtype() == native_dtype("i4"));
  CHECK(array.shape() == Shape{2, 3});
  CHECK(array.strides() == std::vector<std::int64_t>{12, 4});
  CHECK(array.origin() == path);
  CHECK(payload(array) == test::bytes_of<std::int32_t>({0, 1, 2, 3, 4, 5}));
  CHECK(is_aligned(array));
}

TEST_CASE("Fortran order is kept in the strides, byte order in the dtype", "[datasets]") {
  const Read read = GENERATE(Read{load_npy}, Read{map_npy});
  const TempFolder folder;
  const auto bytes = test::bytes_of<std::int32_t>({0, 3, 1, 4, 2, 5}, true);
  const auto array = read(folder.write("x.npy", test::npy(test::big_endian("i4"), {2, 3}, bytes, true)));
  CHECK(array.dtype() == test::big_endian("i4"));
  CHECK(array.strides() == std::vector<std::int64_t>{4, 8});
  CHECK(array.f_contiguous());
  CHECK(payload(array) == bytes);
}

TEST_CASE("a header of any length leaves the payload whole and aligned", "[datasets]") {
  const Read read = GENERATE(Read{load_npy}, Read{map_npy});
  const auto padding = GENERATE(range(0, 140, 3));
  const std::int64_t count = GENERATE(0, 1, 7, 100);
  const TempFolder folder;
  std::vector<std::uint16_t> values(static_cast<std::size_t>(count));
  std::iota(values.begin(), values.end(), std::uint16_t{1000});
  const auto text = "{'descr': '<u2', 'fortran_order': False, 'shape': " + to_string(Shape{count}) + "}";
  const auto bytes = test::bytes_of(values);
  const auto array = read(
      folder.write("x.npy", test::raw_npy(text + std::string(static_cast<std::size_t>(padding), ' '), bytes + "tail")));
  CAPTURE(padding, count);
  CHECK(array.shape() == Shape{count});
  CHECK(payload(array) == bytes);
  CHECK(reinterpret_cast<std::uintptr_t>(array.data()) % 2 == 0);
  if (read == Read{load_npy}) CHECK(is_aligned(array));
}

TEST_CASE("a file larger than what is read at once is read whole", "[datasets]") {
  const Read read = GENERATE(Read{load_npy}, Read{map_npy});
  const auto count = GENERATE(as<std::size_t>(), (1 << 18) - 33, (1 << 18) - 32, (1 << 18) - 31, 1 << 20);
  const TempFolder folder;
  std::vector<std::int32_t> values(count);
  std::iota(values.begin(), values.end(), 0);
  const auto bytes = test::bytes_of(values);
  const auto array =
      read(folder.write("x.npy", test::npy(native_dtype("i4"), {static_cast<std::int64_t>(count)}, bytes)));
  CHECK(payload(array) == bytes);
  CHECK(is_aligned(array));
}

TEST_CASE("an array without dimensions or without elements is read", "[datasets]") {
  const Read read = GENERATE(Read{load_npy}, Read{map_npy});
  const TempFolder folder;
  CHECK(payload(read(folder.write("x.npy", test::npy_of<double>({}, {1.5})))) == test::bytes_of<double>({1.5}));
  const auto empty = read(folder.write("y.npy", test::npy_of<double>({3, 0}, {})));
  CHECK(empty.shape() == Shape{3, 0});
  CHECK(empty.nbytes() == 0);
}

TEST_CASE("bools are 0 or 1, whatever byte stands in the file", "[datasets]") {
  const Read read = GENERATE(Read{load_npy}, Read{map_npy});
  const TempFolder folder;
  const auto content = test::npy(native_dtype("b1"), {4}, std::string("\0\1\2\xFF", 4));
  const auto path = folder.write("x.npy", content);
  CHECK(payload(read(path)) == std::string("\0\1\1\1", 4));
  CHECK(std::filesystem::file_size(path) == content.size());
}

TEST_CASE("a strange bool is found anywhere in a large array", "[datasets]") {
  const Read read = GENERATE(Read{load_npy}, Read{map_npy});
  const TempFolder folder;
  std::string content(3000000, '\1');
  for (const std::size_t place : {std::size_t{0}, std::size_t{4095}, std::size_t{4096}, content.size() - 1})
    content[place] = '\x80';
  const auto path = folder.write("x.npy", test::npy(native_dtype("b1"), {3000000}, content));
  CHECK((payload(read(path)) == std::string(3000000, '\1')));
}

TEST_CASE("mapping strange bools leaves the file as it is", "[datasets]") {
  const TempFolder folder;
  const auto header = make_npy_header(native_dtype("b1"), false, Shape{2});
  const auto path = folder.write("x.npy", header + "\2\3");
  const auto array = map_npy(path);
  std::ifstream file(path, std::ios::binary);
  CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == header + "\2\3");
  CHECK(payload(array) == "\1\1");
}

TEST_CASE("writing to a mapped array does not change the file", "[datasets]") {
  const TempFolder folder;
  const auto path = folder.write("x.npy", test::npy_of<std::uint8_t>({3}, {1, 2, 3}));
  const auto array = map_npy(path);
  array.data()[0] = std::byte{9};
  CHECK(payload(array) == "\x09\x02\x03");
  CHECK(payload(load_npy(path)) == "\x01\x02\x03");
}

TEST_CASE("a mapping lives as long as the last copy of its array, the file's name need not", "[datasets]") {
  const TempFolder folder;
  const auto path = folder.write("x.npy", test::npy_of<std::uint8_t>({3}, {1, 2, 3}));
  NumpyArray copy;
  {
    const auto array = map_npy(path);
    copy = array;
  }
  std::filesystem::remove(path);
  CHECK(payload(copy) == "\x01\x02\x03");
}

TEST_CASE("a large sparse file is mapped without memory for it", "[datasets]") {
  const TempFolder folder;
  const std::int64_t count = std::int64_t{1} << 36;
  const auto path = folder.write("x.npy", make_npy_header(native_dtype("u1"), false, Shape{count}));
  std::error_code full;
  std::filesystem::resize_file(path, static_cast<std::uintmax_t>(128 + count), full);
  if (full) return;  // a file system without room for so large a number
  const auto array = map_npy(path);
  CHECK(array.nbytes() == count);
  CHECK(array.data()[count - 1] == std::byte{0});
}

TEST_CASE("dtypes that tensors lack are loaded as they are", "[datasets]") {
  const Read read = GENERATE(Read{load_npy}, Read{map_npy});
  const auto [descr, bytes] = GENERATE(table<std::string, std::size_t>({{"'|S5'", 5},
                                                                        {"'<U3'", 12},
                                                                        {"'|V4'", 4},
                                                                        {"'<M8[ns]'", 8},
                                                                        {"'<f16'", 16},
                                                                        {"'<c32'", 32},
                                                                        {"[('a', '<f4'), ('b', '>i4')]", 8},
                                                                        {"[]", 0}}));
  const TempFolder folder;
  const auto text = "{'descr': " + descr + ", 'fortran_order': False, 'shape': (3,)}";
  const std::string payload = std::string("abcdefghijklmnopqrstuvwxyz").append(100, 'x').substr(0, 3 * bytes);
  const auto array = read(folder.write("x.npy", test::raw_npy(text, payload + "behind it")));
  CHECK(array.dtype().descr == (descr.front() == '\'' ? descr.substr(1, descr.size() - 2) : descr));
  CHECK(array.shape() == Shape{3});
  CHECK(std::string(reinterpret_cast<const char*>(array.data()), payload.size()) == payload);
}

TEST_CASE("Python objects are refused with the ways to them", "[datasets]") {
  const Read read = GENERATE(Read{load_npy}, Read{map_npy});
  const TempFolder folder;
  const auto objects =
      folder.write("x.npy", test::raw_npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", "pickle"));
  CHECK_THROWS_WITH(read(objects), ContainsSubstring(objects + ": dtype |O: the elements are Python objects") &&
                                       ContainsSubstring("read_object_array") && ContainsSubstring("stack_numpy"));
  std::string fields;
  for (int i = 0; i < 500; ++i) fields += "('field_" + std::to_string(i) + "', '|O'), ";
  const auto text = "{'descr': [" + fields + "], 'fortran_order': False, 'shape': (0,)}";
  const auto path = folder.write("y.npy", test::raw_npy(text));
  try {
    read(path);
    FAIL("no refusal");
  } catch (const NpyError& error) {
    const std::string message = error.what();
    CHECK_THAT(message, ContainsSubstring("np.save(path, a['field'])"));
    CHECK(message.size() < path.size() + 400);
  }
}

TEST_CASE("bools in fields become 0 or 1, and nothing else changes", "[datasets]") {
  const Read read = GENERATE(Read{load_npy}, Read{map_npy});
  const TempFolder folder;
  const std::string descr = "[('a', '|b1', (2,)), ('s', [('b', '|b1'), ('c', '|u1')], (2,)), ('d', '|i1')]";
  const auto text = "{'descr': " + descr + ", 'fortran_order': False, 'shape': (2,)}";
  const auto array = read(folder.write("x.npy", test::raw_npy(text,
                                                              "\x02\x01"
                                                              "xyzwv"
                                                              "abcdefg")));
  const std::string bytes(reinterpret_cast<const char*>(array.data()), 14);
  CHECK(bytes ==
        "\x01\x01\x01"
        "y\x01"
        "wv"
        "\x01\x01\x01"
        "d\x01"
        "fg");
  CHECK(array.field("s.b").shape() == Shape{2, 2});
}

TEST_CASE("a file that is cut off anywhere is refused", "[datasets]") {
  const Read read = GENERATE(Read{load_npy}, Read{map_npy});
  const TempFolder folder;
  const auto file = test::npy_of<std::int32_t>({2, 3}, {0, 1, 2, 3, 4, 5});
  for (std::size_t length = 0; length < file.size(); ++length) {
    CAPTURE(length);
    const auto path = folder.write("x.npy", std::string_view(file).substr(0, length));
    CHECK_THROWS_AS(read(path), NpyError);
  }
}

TEST_CASE("a shape larger than the file allocates nothing", "[datasets]") {
  const Read read = GENERATE(Read{load_npy}, Read{map_npy});
  const TempFolder folder;
  const auto path = folder.write("x.npy", make_npy_header(native_dtype("u1"), false, Shape{std::int64_t{1} << 50}));
  CHECK_THROWS_WITH(read(path), ContainsSubstring("byte 128: 1125899906842624 bytes of data expected, 0 found"));
}

TEST_CASE("what is not a file is refused by name", "[datasets]") {
  const Read read = GENERATE(Read{load_npy}, Read{map_npy});
  const TempFolder folder;
  CHECK_THROWS_WITH(read(folder / "absent.npy"),
                    ContainsSubstring("absent.npy: cannot be opened for reading: No such file"));
  CHECK_THROWS_WITH(read(folder.path()), ContainsSubstring("is a folder"));
}

TEST_CASE("fields without bytes take no time, however many they are", "[datasets]") {
  const Read read = GENERATE(Read{load_npy}, Read{map_npy});
  const TempFolder folder;
  const std::string descr = "[('e', [('x', '|b1', (0,))], (1099511627776,)), ('a', '|b1')]";
  const auto path = folder.write(
      "x.npy", test::raw_npy("{'descr': " + descr + ", 'fortran_order': False, 'shape': (2,), }\n", "\x01\x02"));
  const auto array = read(path);
  CHECK(payload(array) == "\x01\x01");
  CHECK(array.field("e.x").size() == 0);
}

}  // namespace
}  // namespace wick
