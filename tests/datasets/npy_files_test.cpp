// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/datasets/in_memory.hpp>
#include <wick/datasets/npy_files.hpp>
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/npy/npy_error.hpp>

#include "arrays.hpp"

#include <ATen/ops/tensor.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;
using test::npy_of;
using test::TempFolder;

namespace {

const ArrayInfo three_floats{native_dtype("f4"), {3}, false};

// Reads three floats; empty if the array is not as expected.
std::vector<float> read_three(const Source& source, std::int64_t index) {
  std::vector<float> values(3);
  if (!source.read_expected(index, three_floats, std::as_writable_bytes(std::span(values)))) values.clear();
  return values;
}

// A header that NumPy reads, but not of the 128 bytes that it writes.
std::string long_npy(const std::vector<float>& values) {
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}";
  header.resize(300, ' ');
  return test::raw_npy(header, test::bytes_of(values));
}

}  // namespace

TEST_CASE("Every file is one array, in order of name", "[datasets]") {
  const TempFolder folder;
  folder.write("b.npy", npy_of<float>({3}, {4, 5, 6}));
  folder.write("a.npy", npy_of<float>({3}, {1, 2, 3}));
  folder.write("c.npy", npy_of<std::uint8_t>({2, 2}, {1, 2, 3, 4}));
  const auto source = npy_files(folder / "*.npy");
  REQUIRE(source->size() == 3);
  CHECK(source->where(0) == folder / "a.npy");
  CHECK(source->info(1) == three_floats);
  CHECK(source->info(2) == ArrayInfo{native_dtype("u1"), {2, 2}, false});
  CHECK(read_three(*source, 0) == std::vector<float>{1, 2, 3});
  CHECK(read_three(*source, 1) == std::vector<float>{4, 5, 6});
  CHECK(read_three(*source, 2).empty());
  std::vector<std::byte> bytes(4);
  source->read(2, bytes);
  CHECK(bytes[3] == std::byte{4});
  CHECK(source->array(1).origin() == folder / "b.npy");
}

TEST_CASE("A list of files keeps its order, and an empty list is an empty source", "[datasets]") {
  const TempFolder folder;
  const auto b = folder.write("b.npy", npy_of<float>({3}, {4, 5, 6}));
  const auto a = folder.write("a.npy", npy_of<float>({3}, {1, 2, 3}));
  const auto source = npy_files({b, a, b});
  REQUIRE(source->size() == 3);
  CHECK(source->where(0) == b);
  CHECK(read_three(*source, 2) == std::vector<float>{4, 5, 6});
  CHECK(npy_files(std::vector<std::string>{})->size() == 0);
  CHECK(npy_files({"a.npy", "b.npy"})->where(1) == "b.npy");
  CHECK(npy_files({"missing.npy"})->size() == 1);
}

TEST_CASE("The labels of class folders follow from the paths", "[datasets]") {
  const TempFolder temp;
  for (const std::string name : {"cat/x", "cat-big/x", "dog/w", "dog/y"}) {
    std::filesystem::create_directories(std::filesystem::path(temp / name).parent_path());
    temp.write(name + ".npy", npy_of<float>({1}, {static_cast<float>(name.back())}));
  }
  const auto images = npy_files(temp / "*/*.npy");
  const auto folder = [&](std::int64_t i) {
    return std::filesystem::path(images->where(i)).parent_path().filename().string();
  };
  std::map<std::string, std::int64_t> classes;
  for (std::int64_t i = 0; i < images->size(); ++i) classes[folder(i)] = 0;
  for (std::int64_t next = 0; auto& [name, label] : classes) label = next++;
  std::vector<std::int64_t> labels;
  for (std::int64_t i = 0; i < images->size(); ++i) labels.push_back(classes[folder(i)]);
  NumpyDataset dataset({{"data", images}, {"target", in_memory_rows(at::tensor(labels))}});

  CHECK(classes == std::map<std::string, std::int64_t>{{"cat", 0}, {"cat-big", 1}, {"dog", 2}});
  std::vector<std::pair<float, int>> found;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto example = dataset.get(i);
    found.emplace_back(example.data.item<float>(), example.target.item<int>());
  }
  CHECK(found == std::vector<std::pair<float, int>>{{'x', 1}, {'x', 0}, {'w', 2}, {'y', 2}});
}

TEST_CASE("Memory order, byte order and headers of any length are told and read", "[datasets]") {
  const TempFolder folder;
  folder.write("a.npy", test::npy(native_dtype("f4"), {2, 3}, std::string(24, 'x'), true));
  folder.write("b.npy", test::npy(test::big_endian("i2"), {2}, std::string("\0\1\0\2", 4)));
  folder.write("c.npy", long_npy({7, 8, 9}));
  folder.write("d.npy", npy_of<float>({3}, {1, 2, 3}));
  folder.write("e.npy", long_npy({4, 5, 6}));
  const auto source = npy_files(folder.path());
  CHECK(source->info(0).fortran_order);
  CHECK(source->array(0).f_contiguous());
  CHECK(source->info(1).dtype == test::big_endian("i2"));
  for (int epoch = 0; epoch < 2; ++epoch) {
    CHECK(read_three(*source, 2) == std::vector<float>{7, 8, 9});
    CHECK(read_three(*source, 3) == std::vector<float>{1, 2, 3});
    CHECK(read_three(*source, 4) == std::vector<float>{4, 5, 6});
    CHECK(read_three(*source, 0).empty());
  }
}

TEST_CASE("Fortran order of fewer than two dimensions is C order", "[datasets]") {
  const TempFolder folder;
  folder.write("a.npy", npy_of<float>({3}, {1, 2, 3}));
  folder.write("b.npy", test::npy(native_dtype("f4"), {3}, test::bytes_of<float>({4, 5, 6}), true));
  const auto source = npy_files(folder.path());
  CHECK(source->info(0) == source->info(1));
  CHECK(read_three(*source, 1) == std::vector<float>{4, 5, 6});
}

TEST_CASE("0-d and empty arrays are arrays", "[datasets]") {
  const TempFolder folder;
  folder.write("a.npy", npy_of<double>({}, {2.5}));
  folder.write("b.npy", npy_of<double>({0, 4}, {}));
  const auto source = npy_files(folder.path());
  CHECK(reinterpret_cast<const double*>(source->array(0).data())[0] == 2.5);
  CHECK(source->array(1).shape() == Shape{0, 4});
  CHECK(source->read_expected(1, source->info(1), {}));
}

TEST_CASE("Bytes after the payload are ignored, as NumPy ignores them", "[datasets]") {
  const TempFolder folder;
  folder.write("a.npy", npy_of<float>({3}, {1, 2, 3}) + "trailing");
  const auto source = npy_files(folder.path());
  CHECK(read_three(*source, 0) == std::vector<float>{1, 2, 3});
  CHECK(read_three(*source, 0) == std::vector<float>{1, 2, 3});
}

TEST_CASE("Every kind of broken file is an error that names it", "[datasets]") {
  const TempFolder folder;
  const auto good = npy_of<float>({3}, {1, 2, 3});
  const std::pair<std::string, const char*> broken[] = {
      {good.substr(0, good.size() - 1), "12"},
      {good.substr(0, 128), "12"},
      {good.substr(0, 100), ""},
      {good.substr(0, 7), ""},
      {"", ""},
      {"not a NumPy file, but long enough to hold a header of one, and then a bit longer than that, to be quite sure "
       "of it "
       "for the purpose of this test.",
       ""},
      {test::raw_npy("{'descr': '|O', 'fortran_order': False, 'shape': (3,)}\n", "pickle"), "|O"},
      {test::raw_npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904,)}\n", "1234"), ""},
  };
  int number = 0;
  for (const auto& [bytes, part] : broken) {
    const auto path = folder.write("broken/" + std::to_string(number++) + ".npy", bytes);
    INFO(path);
    folder.write("good.npy", good);
    const auto source = npy_files({folder / "good.npy", path});
    CHECK_THROWS_WITH(source->info(1), ContainsSubstring(path) && ContainsSubstring(part));
    CHECK_THROWS_WITH(read_three(*source, 1), ContainsSubstring(path) && ContainsSubstring(part));
    CHECK(read_three(*source, 0) == std::vector<float>{1, 2, 3});
    CHECK_THROWS_AS(read_three(*source, 1), NpyError);
  }
}

TEST_CASE("Files that are missing, folders and pipes are errors when they are read", "[datasets]") {
  const TempFolder folder;
  std::filesystem::create_directories(folder / "folder.npy");
  const auto source = npy_files({folder / "missing.npy", folder / "folder.npy"});
  CHECK_THROWS_WITH(source->info(0), ContainsSubstring("missing.npy"));
  CHECK_THROWS_AS(read_three(*source, 0), NpyError);
  CHECK_THROWS_AS(read_three(*source, 1), NpyError);
}

TEST_CASE("A file that changes is read as it is now", "[datasets]") {
  const TempFolder folder;
  const auto path = folder.write("a.npy", npy_of<float>({3}, {1, 2, 3}));
  const auto source = npy_files(path);
  CHECK(read_three(*source, 0) == std::vector<float>{1, 2, 3});

  folder.write("a.npy", npy_of<float>({3}, {4, 5, 6}));
  CHECK(read_three(*source, 0) == std::vector<float>{4, 5, 6});

  folder.write("a.npy", npy_of<float>({2}, {7, 8}));
  CHECK(read_three(*source, 0).empty());
  CHECK(source->info(0).shape == Shape{2});

  folder.write("a.npy", npy_of<float>({3}, {4, 5, 6}).substr(0, 130));
  CHECK_THROWS_WITH(read_three(*source, 0), ContainsSubstring("12") && ContainsSubstring("2"));
  folder.write("a.npy", npy_of<float>({3}, {1, 2, 3}));
  CHECK(read_three(*source, 0) == std::vector<float>{1, 2, 3});
}

TEST_CASE("More different headers than the cache holds are all read right", "[datasets]") {
  const TempFolder folder;
  const auto source =
      npy_files(std::vector{folder / "a.npy"});  // one file whose header changes each time: its cache is soon full
  for (std::int64_t count = 1; count <= 40; ++count) {
    folder.write("a.npy", npy_of<std::uint8_t>({count}, std::vector<std::uint8_t>(count, 7)));
    std::vector<std::byte> bytes(static_cast<std::size_t>(count));
    const ArrayInfo expected{native_dtype("u1"), {count}, false};
    CHECK(source->read_expected(0, expected, bytes));
    CHECK(source->read_expected(0, expected, bytes));
    CHECK(bytes.back() == std::byte{7});
    CHECK(source->info(0) == expected);
  }
}

TEST_CASE("Many threads read the same files at once", "[datasets]") {
  const TempFolder folder;
  constexpr std::int64_t files = 64;
  for (std::int64_t i = 0; i < files; ++i) {
    const std::vector<float> values(3, static_cast<float>(i));
    folder.write(std::to_string(100 + i) + ".npy", i % 3 == 0 ? long_npy(values) : npy_of<float>({3}, values));
  }
  const auto source = npy_files(folder.path());
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (std::int64_t k = 0; k < 4 * files; ++k) {
        const auto i = (k * (t % 2 == 0 ? 1 : 63) + t) % files;
        if (read_three(*source, i) != std::vector<float>(3, static_cast<float>(i))) ++wrong;
        if (source->info(i) != three_floats) ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0);
}

TEST_CASE("Twenty thousand files are listed in order without being opened", "[datasets]") {
  const TempFolder folder;
  constexpr int files = 20'000;
  for (int i = 0; i < files; ++i)
    folder.write(std::to_string(files - 1 - i + 100'000) + ".npy");  // empty: no NumPy files
  const auto source = npy_files(folder / "*.npy");
  REQUIRE(source->size() == files);
  for (int i = 0; i < files; ++i) {
    if (source->where(i) != folder / (std::to_string(100'000 + i) + ".npy")) FAIL("not in order: " << source->where(i));
  }
  CHECK_THROWS_AS(source->info(0), NpyError);
}
