// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/datasets/load_npz.hpp>
#include <wick/datasets/save_npz.hpp>
#include <wick/npy/npy_error.hpp>

#include "arrays.hpp"

#include <ATen/core/Tensor.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>
#include <npy/npz_python.hpp>

#include <cstdint>
#include <filesystem>
#include <iterator>
#include <string>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;
using test::TempFolder;

namespace {

std::size_t files_in(const TempFolder& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder.path()), {}));
}

std::vector<std::int32_t> values(const NumpyArray& array) {
  const auto elements = array.elements<std::int32_t>();
  return {elements.begin(), elements.end()};
}

}  // namespace

TEST_CASE("Arrays and tensors are saved so that numpy loads them", "[datasets]") {
  if (!test::has_numpy()) return;
  const TempFolder folder;
  const auto method = GENERATE(NpzMethod::stored, NpzMethod::deflated);
  const auto tensor = at::arange(6, at::kInt).reshape({2, 3});
  const auto array = test::array_of<std::int16_t>({6}, {0, 1, 2, 3, 4, 5});
  save_npz(folder / "a.npz",
           {{"tensor", tensor},
            {"transposed", tensor.t()},
            {"column", tensor.select(1, 1)},
            {"grad", at::arange(3, at::kFloat).requires_grad_()},
            {"array", array},
            {"backwards", test::view(array, {6}, {-2}, 10)},
            {"big", NumpyArray(test::big_endian("i2"), {6}, {2}, array.data(), array.owner())},
            {"a/b \u00e9", NumpyArray::empty(native_dtype("f8"), {3, 0})},
            {"0-d", at::arange(1, at::kLong).squeeze()}},
           {.method = method});
  const std::string compress_type = method == NpzMethod::stored ? "0" : "8";
  CHECK_NOTHROW(test::run_python(folder, R"(
for info in zipfile.ZipFile('a.npz').infolist(): assert info.compress_type == )" +
                                             compress_type + R"(
z = np.load('a.npz')
assert z.files == ['tensor', 'transposed', 'column', 'grad', 'array', 'backwards', 'big', 'a/b \u00e9', '0-d'], z.files
tensor, array = np.arange(6, dtype='i4').reshape(2, 3), np.arange(6, dtype='i2')
same = lambda a, b: a.dtype == b.dtype and np.array_equal(a, b)
assert same(z['tensor'], tensor) and z['tensor'].flags.c_contiguous
assert same(z['transposed'], tensor.T) and z['transposed'].flags.f_contiguous
assert same(z['column'], tensor[:, 1]) and same(z['grad'], np.arange(3, dtype='f4'))
assert same(z['array'], array) and same(z['backwards'], array[::-1]) and same(z['big'], array.view('>i2'))
assert z['a/b \u00e9'].shape == (3, 0) and same(z['0-d'], np.zeros((), 'i8'))
)"));
}

TEST_CASE("What is saved is loaded", "[datasets]") {
  const TempFolder folder;
  const auto path = folder / "a.npz";
  save_npz(path, {{"y", at::arange(6, at::kInt)}, {"x", test::array_of<std::int32_t>({2}, {7, 8})}},
           {.method = GENERATE(NpzMethod::stored, NpzMethod::deflated)});
  const auto arrays = load_npz(path);
  REQUIRE(arrays.size() == 2);
  CHECK(arrays.begin()->first == "y");
  CHECK(values(arrays["y"]) == std::vector<std::int32_t>{0, 1, 2, 3, 4, 5});
  CHECK(values(arrays["x"]) == std::vector<std::int32_t>{7, 8});
  save_npz(path, {});
  CHECK(load_npz(path).empty());
  CHECK(files_in(folder) == 1);
}

TEST_CASE("What cannot be saved is refused by its key, and the old archive stays", "[datasets]") {
  const TempFolder folder;
  const auto path = folder / "a.npz";
  const auto good = at::arange(2, at::kInt);
  save_npz(path, {{"x", good}});
  const auto before = test::bytes_of_file(path);
  CHECK_THROWS_WITH(save_npz(path, {{"x", good}, {"y", at::Tensor()}}),
                    ContainsSubstring(path + "['y.npy']: cannot be written: the tensor is undefined"));
  CHECK_THROWS_WITH(save_npz(path, {{"y", at::empty({2}, at::kBFloat16)}}),
                    ContainsSubstring(path + "['y.npy']: to_numpy: NumPy has no dtype BFloat16"));
  CHECK_THROWS_WITH(save_npz(path, {{"x", good}, {"x", good}}), ContainsSubstring("'x.npy'"));
  Dtype dtype = native_dtype("f4");
  dtype.descr = "<f8";
  CHECK_THROWS_WITH(save_npz(path, {{"y", NumpyArray::empty(dtype, {2})}}), ContainsSubstring(path + "['y.npy']: "));
  CHECK_THROWS_WITH(save_npz(folder / "absent/a.npz", {{"x", good}}), ContainsSubstring("No such file"));
  CHECK(test::bytes_of_file(path) == before);
  CHECK(files_in(folder) == 1);
}
