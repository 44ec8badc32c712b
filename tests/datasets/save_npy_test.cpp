// SPDX-License-Identifier: MIT
#include <support/file_size_limit.hpp>
#include <support/temp_folder.hpp>
#include <wick/datasets/load_npy.hpp>
#include <wick/datasets/save_npy.hpp>
#include <wick/npy/npy_error.hpp>

#include "arrays.hpp"

#include <ATen/core/Tensor.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/imag.h>

#include <algorithm>
#include <complex>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include <sys/stat.h>

#include <support/prelude.hpp>

namespace wick {
namespace {

using Catch::Matchers::ContainsSubstring;
using test::TempFolder;

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t files_in(const TempFolder& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder.path()), {}));
}

std::string saved(const NumpyArray& array) {
  const TempFolder folder;
  save_npy(folder / "x.npy", array);
  CHECK(files_in(folder) == 1);
  return content(folder / "x.npy");
}

TEST_CASE("an array is written as it is", "[datasets]") {
  const auto array = test::array_of<std::int32_t>({2, 3}, {0, 1, 2, 3, 4, 5});
  CHECK(saved(array) == test::npy_of<std::int32_t>({2, 3}, {0, 1, 2, 3, 4, 5}));
}

TEST_CASE("Fortran order is written where the array has no other", "[datasets]") {
  const auto array = test::array_of<std::int32_t>({6}, {0, 3, 1, 4, 2, 5});
  const auto bytes = test::bytes_of<std::int32_t>({0, 3, 1, 4, 2, 5});
  CHECK(saved(test::view(array, {2, 3}, {4, 8})) == test::npy(array.dtype(), {2, 3}, bytes, true));
  CHECK(saved(test::view(array, {1, 6}, {4, 4})) == test::npy(array.dtype(), {1, 6}, bytes, false));
}

TEST_CASE("an array with gaps, backwards or repeating is packed in C order", "[datasets]") {
  const auto array = test::array_of<std::int16_t>({6}, {0, 1, 2, 3, 4, 5});
  CHECK(saved(test::view(array, {3}, {4})) == test::npy_of<std::int16_t>({3}, {0, 2, 4}));
  CHECK(saved(test::view(array, {6}, {-2}, 10)) == test::npy_of<std::int16_t>({6}, {5, 4, 3, 2, 1, 0}));
  CHECK(saved(test::view(array, {2, 2}, {0, 2})) == test::npy_of<std::int16_t>({2, 2}, {0, 1, 0, 1}));
  CHECK(saved(test::view(array, {2, 2, 1}, {2, 6, 2})) == test::npy_of<std::int16_t>({2, 2, 1}, {0, 3, 1, 4}));
}

TEST_CASE("byte order is written as it is", "[datasets]") {
  auto array = test::array_of<std::int16_t>({2}, {1, 2});
  array = NumpyArray(test::big_endian("i2"), array.shape(), array.strides(), array.data(), array.owner());
  CHECK(saved(array) == test::npy(test::big_endian("i2"), {2}, test::bytes_of<std::int16_t>({1, 2})));
}

TEST_CASE("arrays without dimensions or elements are written", "[datasets]") {
  CHECK(saved(test::array_of<double>({}, {1.5})) == test::npy_of<double>({}, {1.5}));
  CHECK(saved(NumpyArray::empty(native_dtype("f4"), {3, 0})) == test::npy_of<float>({3, 0}, {}));
}

TEST_CASE("elements that wick does not compute with are written too", "[datasets]") {
  Dtype dtype;
  dtype.kind = 'V';
  dtype.itemsize = 6;
  dtype.structured = true;
  dtype.descr = "[('a', '<u2'), ('b', '<f4')]";
  auto array = NumpyArray::empty(dtype, {2});
  std::fill_n(array.data(), 12, std::byte{'x'});
  CHECK(saved(array) == test::npy(dtype, {2}, std::string(12, 'x')));
}

TEST_CASE("a dtype whose descr says something else is refused", "[datasets]") {
  const TempFolder folder;
  Dtype dtype = native_dtype("f4");
  dtype.descr = "<f8";
  CHECK_THROWS_WITH(save_npy(folder / "x.npy", NumpyArray::empty(dtype, {2})), ContainsSubstring("x.npy"));
  dtype.descr = "float32";
  CHECK_THROWS_WITH(save_npy(folder / "x.npy", NumpyArray::empty(dtype, {2})),
                    ContainsSubstring("'float32' is no dtype"));
  dtype.kind = 'O';
  dtype.descr = "|O";
  CHECK_THROWS_WITH(save_npy(folder / "x.npy", NumpyArray::empty(dtype, {2})), ContainsSubstring("Python objects"));
  CHECK(files_in(folder) == 0);
}

TEST_CASE("a tensor is written as NumPy would see it", "[datasets]") {
  const TempFolder folder;
  const auto path = folder / "x.npy";
  const auto tensor = at::arange(6, at::kInt).reshape({2, 3});
  save_npy(path, tensor);
  CHECK(content(path) == test::npy_of<std::int32_t>({2, 3}, {0, 1, 2, 3, 4, 5}));
  save_npy(path, tensor.t());
  CHECK(content(path) == test::npy(native_dtype("i4"), {3, 2}, test::bytes_of<std::int32_t>({0, 1, 2, 3, 4, 5}), true));
  save_npy(path, tensor.select(1, 1));
  CHECK(content(path) == test::npy_of<std::int32_t>({2}, {1, 4}));
  save_npy(path, tensor.select(1, 1).expand({2, 2}));
  CHECK(content(path) == test::npy_of<std::int32_t>({2, 2}, {1, 4, 1, 4}));
}

TEST_CASE("a tensor that requires grad or is conjugated is written by its values", "[datasets]") {
  const TempFolder folder;
  const auto path = folder / "x.npy";
  save_npy(path, at::arange(3, at::kFloat).requires_grad_());
  CHECK(content(path) == test::npy_of<float>({3}, {0, 1, 2}));
  const auto complex = at::empty({1}, at::kComplexFloat).fill_(c10::complex<double>(1, 2));
  save_npy(path, complex.conj());
  CHECK(content(path) == test::npy_of<std::complex<float>>({1}, {{1, -2}}));
  save_npy(path, at::imag(complex.conj()));
  CHECK(content(path) == test::npy_of<float>({1}, {-2}));
}

TEST_CASE("tensors of every dtype of NumPy's are written and read", "[datasets]") {
  const auto dtype = GENERATE(at::kBool, at::kByte, at::kChar, at::kShort, at::kInt, at::kLong, at::kHalf, at::kFloat,
                              at::kDouble, at::kComplexFloat, at::kComplexDouble);
  const TempFolder folder;
  const auto tensor = at::arange(12, at::kLong).to(dtype).reshape({3, 4});
  save_npy(folder / "x.npy", tensor);
  const auto array = load_npy(folder / "x.npy");
  CHECK(array.shape() == Shape{3, 4});
  CHECK(std::memcmp(array.data(), tensor.data_ptr(), tensor.nbytes()) == 0);
}

TEST_CASE("a tensor that NumPy cannot hold is refused", "[datasets]") {
  const TempFolder folder;
  CHECK_THROWS_AS(save_npy(folder / "x.npy", at::Tensor()), Error);
  CHECK_THROWS_WITH(save_npy(folder / "x.npy", at::empty({2}, at::kBFloat16)), ContainsSubstring("BFloat16"));
  CHECK(files_in(folder) == 0);
}

TEST_CASE("a file is replaced, keeps its permissions, and mappings of the old one stay as they were", "[datasets]") {
  const TempFolder folder;
  const auto path = folder / "x.npy";
  save_npy(path, test::array_of<std::uint8_t>({2}, {1, 2}));
  REQUIRE(::chmod(path.c_str(), 0640) == 0);
  const auto old = map_npy(path);
  save_npy(path, test::array_of<std::uint8_t>({1}, {9}));
  CHECK(old.data()[1] == std::byte{2});
  CHECK(load_npy(path).shape() == Shape{1});
  CHECK((std::filesystem::status(path).permissions() & std::filesystem::perms::all) == std::filesystem::perms{0640});
  CHECK(files_in(folder) == 1);
}

TEST_CASE("a new file has the permissions that the process gives new files", "[datasets]") {
  const TempFolder folder;
  const auto before = ::umask(027);
  save_npy(folder / "x.npy", test::array_of<std::uint8_t>({1}, {1}));
  ::umask(before);
  CHECK(std::filesystem::status(folder / "x.npy").permissions() == std::filesystem::perms{0640});
}

TEST_CASE("behind a symbolic link the file is replaced, not the link", "[datasets]") {
  const TempFolder folder;
  folder.write("real/x.npy", "old");
  std::filesystem::create_symlink("real/x.npy", folder / "link.npy");
  save_npy(folder / "link.npy", test::array_of<std::uint8_t>({1}, {1}));
  CHECK(std::filesystem::is_symlink(folder / "link.npy"));
  CHECK(load_npy(folder / "real/x.npy").shape() == Shape{1});
}

TEST_CASE("a place where no file can be is refused by name", "[datasets]") {
  const TempFolder folder;
  const auto array = test::array_of<std::uint8_t>({1}, {1});
  CHECK_THROWS_WITH(save_npy(folder / "absent/x.npy", array),
                    ContainsSubstring("absent/x.npy: cannot be written: No such file"));
  CHECK_THROWS_WITH(save_npy(folder.path(), array), ContainsSubstring("a folder, a device or a pipe"));
  CHECK_THROWS_WITH(save_npy("/dev/null", array), ContainsSubstring("a folder, a device or a pipe"));
  CHECK_THROWS_AS(save_npy("", array), NpyError);
  CHECK(std::filesystem::is_character_file("/dev/null"));
}

TEST_CASE("when there is no room the old file stays and nothing else remains", "[datasets]") {
  const TempFolder folder;
  const auto path = folder / "x.npy";
  const auto old = test::array_of<std::uint8_t>({2}, {1, 2});
  save_npy(path, old);
  const auto large = NumpyArray::empty(native_dtype("u1"), {10'000});
  std::fill_n(large.data(), 10'000, std::byte{1});
  {
    const test::FileSizeLimit limit(4096);
    CHECK_THROWS_WITH(save_npy(path, large), ContainsSubstring(path + ": cannot be written: File too large"));
  }
  CHECK(content(path) == saved(old));
  CHECK(files_in(folder) == 1);
}

}  // namespace
}  // namespace wick
