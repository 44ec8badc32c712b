// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/datasets/npy_rows.hpp>
#include <wick/error.hpp>
#include <wick/npy/npy_error.hpp>

#include "arrays.hpp"
#include "file_limit.hpp"

#include <atomic>
#include <filesystem>
#include <numeric>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;
using test::npy_of;
using test::TempFolder;

namespace {

std::vector<float> row(const Source& source, std::int64_t index) {
  const ArrayInfo info = source.info(index);
  std::vector<float> values(static_cast<std::size_t>(info.bytes()) / sizeof(float));
  REQUIRE(source.read_expected(index, info, std::as_writable_bytes(std::span(values))));
  return values;
}

}  // namespace

TEST_CASE("The rows of a file are its slices along axis 0", "[datasets]") {
  const TempFolder folder;
  const auto path = folder.write("x.npy", npy_of<float>({3, 2}, {0, 1, 2, 3, 4, 5}));
  const auto source = npy_rows(path);
  REQUIRE(source->size() == 3);
  CHECK(source->info(0) == ArrayInfo{native_dtype("f4"), {2}, false});
  CHECK(row(*source, 0) == std::vector<float>{0, 1});
  CHECK(row(*source, 2) == std::vector<float>{4, 5});
  CHECK(source->where(2) == path + "[2]");
  CHECK(source->array(1).shape() == Shape{2});
  std::vector<float> other(2);
  const auto bytes = std::as_writable_bytes(std::span(other));
  CHECK_FALSE(source->read_expected(0, {native_dtype("i4"), {2}, false}, bytes));
}

TEST_CASE("The rows of a 1-d array are 0-d", "[datasets]") {
  const TempFolder folder;
  const auto source = npy_rows(folder.write("x.npy", npy_of<float>({3}, {5, 6, 7})));
  CHECK(source->size() == 3);
  CHECK(source->info(1).shape.empty());
  CHECK(row(*source, 1) == std::vector<float>{6});
}

TEST_CASE("The rows of several files follow each other", "[datasets]") {
  const TempFolder folder;
  const auto b = folder.write("b.npy", npy_of<float>({2, 1}, {3, 4}));
  const auto a = folder.write("a.npy", npy_of<float>({3, 1}, {0, 1, 2}));
  const auto none = folder.write("aa.npy", npy_of<float>({0, 1}, {}));
  const auto last = folder.write("c.npy", npy_of<float>({0, 1}, {}));
  const auto by_name = npy_rows(folder / "*.npy");
  REQUIRE(by_name->size() == 5);
  for (std::int64_t i = 0; i < 5; ++i) CHECK(row(*by_name, i) == std::vector<float>{static_cast<float>(i)});
  CHECK(by_name->where(2) == a + "[2]");
  CHECK(by_name->where(3) == b + "[0]");
  const auto by_list = npy_rows({b, none, a, last});
  CHECK(row(*by_list, 0) == std::vector<float>{3});
  CHECK(row(*by_list, 2) == std::vector<float>{0});
  CHECK(row(*by_list, 4) == std::vector<float>{2});
}

TEST_CASE("Rows of a Fortran-ordered file are put together", "[datasets]") {
  const TempFolder folder;
  std::vector<float> values(24);
  std::iota(values.begin(), values.end(), 0.0f);
  const auto scattered = folder.write("f.npy", test::npy(native_dtype("f4"), {2, 3, 4}, test::bytes_of(values), true));
  const auto source = npy_rows(scattered);
  REQUIRE(source->size() == 2);
  CHECK(source->info(0) == ArrayInfo{native_dtype("f4"), {3, 4}, false});
  CHECK(row(*source, 1) == std::vector<float>{1, 7, 13, 19, 3, 9, 15, 21, 5, 11, 17, 23});
  CHECK(source->where(1) == scattered + "[1]");

  const auto column =
      npy_rows(folder.write("c.npy", test::npy(native_dtype("f4"), {3, 1}, test::bytes_of<float>({1, 2, 3}), true)));
  CHECK(row(*column, 2) == std::vector<float>{3});
}

TEST_CASE("Rows of foreign byte order are told as such", "[datasets]") {
  const TempFolder folder;
  const auto source =
      npy_rows(folder.write("x.npy", test::npy(test::big_endian("i2"), {2}, std::string("\0\1\0\2", 4))));
  CHECK(source->info(0).dtype == test::big_endian("i2"));
  std::vector<std::byte> bytes(2);
  source->read(1, bytes);
  CHECK(bytes[1] == std::byte{2});
}

TEST_CASE("Rows without elements are rows", "[datasets]") {
  const TempFolder folder;
  const auto source = npy_rows(folder.write("x.npy", npy_of<float>({3, 0}, {})));
  CHECK(source->size() == 3);
  CHECK(row(*source, 2).empty());
  CHECK(npy_rows(folder.write("y.npy", npy_of<float>({0, 3}, {})))->size() == 0);
}

TEST_CASE("Files whose rows are unlike are refused, both named", "[datasets]") {
  const TempFolder folder;
  const auto a = folder.write("a.npy", npy_of<float>({2, 2}, {0, 1, 2, 3}));
  const auto shape = folder.write("b.npy", npy_of<float>({2, 3}, {0, 1, 2, 3, 4, 5}));
  const auto dtype = folder.write("c.npy", npy_of<double>({2, 2}, {0, 1, 2, 3}));
  CHECK_THROWS_WITH(npy_rows({a, shape}),
                    ContainsSubstring(a) && ContainsSubstring(shape) && ContainsSubstring("(3,)"));
  CHECK_THROWS_WITH(npy_rows({a, dtype}), ContainsSubstring(a) && ContainsSubstring(dtype) && ContainsSubstring("<f8"));
}

TEST_CASE("What has no rows is refused", "[datasets]") {
  const TempFolder folder;
  CHECK_THROWS_WITH(npy_rows(folder.write("x.npy", npy_of<float>({}, {1}))), ContainsSubstring("0-d"));
  CHECK_THROWS_WITH(npy_rows(folder / "missing.npy"), ContainsSubstring("missing.npy"));
  CHECK_THROWS_AS(npy_rows(std::vector<std::string>{}), Error);
  CHECK_THROWS_AS(npy_rows(std::vector<std::string>{folder / "missing.npy"}), NpyError);
  const auto object = test::raw_npy("{'descr': '|O', 'fortran_order': False, 'shape': (3,)}\n", "pickle");
  CHECK_THROWS_WITH(npy_rows(folder.write("o.npy", object)), ContainsSubstring("|O"));
  CHECK_THROWS_AS(npy_rows(folder.write("short.npy", npy_of<float>({3}, {1, 2, 3}).substr(0, 135))), NpyError);
  const auto many = test::raw_npy("{'descr': '|u1', 'fortran_order': False, 'shape': (4611686018427387904, 0)}\n");
  const auto path = folder.write("many.npy", many);
  CHECK_THROWS_WITH(npy_rows({path, path}), ContainsSubstring("rows in all"));
}

TEST_CASE("More files than can be open at once are refused with the way out", "[datasets]") {
  const TempFolder folder;
  const std::vector<std::string> paths(100, folder.write("x.npy", npy_of<float>({1}, {0})));
  const test::FileLimit limit(50);
  CHECK_THROWS_WITH(npy_rows(paths), ContainsSubstring("x.npy: ") && ContainsSubstring("raise ulimit -n, or join"));
}

TEST_CASE("A file that shrinks later is an error at its rows, never old or wrong data", "[datasets]") {
  const TempFolder folder;
  const auto path = folder.write("x.npy", npy_of<float>({4}, {0, 1, 2, 3}));
  const auto source = npy_rows(path);
  std::filesystem::resize_file(path, 128 + 8);
  CHECK(row(*source, 1) == std::vector<float>{1});
  std::vector<std::byte> bytes(4);
  CHECK_THROWS_WITH(source->read(2, bytes), ContainsSubstring(path));
  CHECK_THROWS_AS(source->read_expected(3, source->info(3), bytes), NpyError);
}

TEST_CASE("Many threads read rows at once", "[datasets]") {
  const TempFolder folder;
  std::vector<float> values(4000);
  std::iota(values.begin(), values.end(), 0.0f);
  const auto source = npy_rows(folder.write("x.npy", npy_of<float>({1000, 4}, values)));
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::int64_t i = t; i < 1000; ++i) {
        float read[4] = {};
        source->read(i, std::as_writable_bytes(std::span(read)));
        if (read[3] != static_cast<float>(4 * i + 3)) ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0);
}
