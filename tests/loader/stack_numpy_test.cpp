// SPDX-License-Identifier: MIT
#include <wick/datasets/element_array.hpp>
#include <wick/error.hpp>
#include <wick/loader/stack_numpy.hpp>
#include <wick/npy/ml_dtype.hpp>

#include "collating.hpp"
#include "object_elements.hpp"

#include <ATen/ops/cat.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;
using test::bytes_of;
using test::message_of;
using test::ndarray;
using test::numbered;
using test::same;
using test::torch_tensor;
namespace pickle = test::pickle;

namespace {

std::vector<NumpyArray> arrays_of(const std::vector<at::Tensor>& tensors) {
  std::vector<NumpyArray> arrays;
  for (const auto& tensor : tensors) arrays.push_back(to_numpy(tensor));
  return arrays;
}

ObjectArray objects(const std::vector<std::string>& elements, const std::string& shape,
                    const std::vector<int>& extents) {
  const auto array = pickle::array(pickle::object_dtype(), pickle::shape(extents), pickle::list(elements));
  return pickle::read(pickle::npy(pickle::proto(4) + array + pickle::stop, shape));
}

ObjectArray objects(const std::vector<std::string>& elements) { return pickle::read(test::object_file(elements)); }

const std::vector<at::ScalarType> dtypes = {at::kBool,   at::kByte,         at::kChar,         at::kShort,
                                            at::kInt,    at::kLong,         at::kHalf,         at::kFloat,
                                            at::kDouble, at::kComplexFloat, at::kComplexDouble};

}  // namespace

TEST_CASE("stack_numpy makes one tensor of an object array's ndarrays and tensors", "[loader]") {
  const auto tensors = numbered({{2, 3}, {2, 3}, {2, 3}});
  const auto array = objects({ndarray(tensors[0]), torch_tensor(tensors[1]), ndarray(tensors[2])});
  CHECK(same(stack_numpy(array), at::stack(tensors)));
  CHECK(stack_numpy(array).is_contiguous());
}

TEST_CASE("cat_numpy makes one tensor of ragged elements, along any dimension", "[loader]") {
  const auto rows = numbered({{2, 3}, {0, 3}, {4, 3}});
  CHECK(same(cat_numpy(objects({ndarray(rows[0]), torch_tensor(rows[1]), torch_tensor(rows[2])})), at::cat(rows)));
  const auto none = numbered({{0, 3}, {0, 4}});
  CHECK(same(cat_numpy(objects({ndarray(none[0]), ndarray(none[1])}), 1), at::cat(none, 1)));
  const auto columns = numbered({{2, 3}, {2, 1}});
  const auto array = objects({torch_tensor(columns[0]), ndarray(columns[1])});
  CHECK(same(cat_numpy(array, 1), at::cat(columns, 1)));
  CHECK(same(cat_numpy(array, -1), at::cat(columns, 1)));
}

TEST_CASE("grid_numpy makes one image of tiles", "[loader]") {
  const auto tiles = numbered({{2, 2}, {2, 2}, {2, 2}});
  const auto array = objects({ndarray(tiles[0]), torch_tensor(tiles[1]), ndarray(tiles[2])});
  CHECK(same(grid_numpy(array), test::collated(*grid(), tiles)));
  CHECK(same(grid_numpy(array, 3, 1, 9), test::collated(*grid(3, 1, 9), tiles)));
  const auto image = grid_numpy(array, 3, 1, 9, at::kByte);
  CHECK(same(image, test::collated(*grid(3, 1, 9), tiles).to(at::kByte)));
  CHECK(image.sizes() == at::IntArrayRef({4, 10}));
}

TEST_CASE("Arrays are stacked whatever their strides, byte order and alignment", "[loader]") {
  const auto base = numbered({{4, 6}}, at::kInt)[0];
  const auto whole = to_numpy(base);
  const auto view = [&](std::vector<std::int64_t> strides, std::int64_t first) {
    return NumpyArray(whole.dtype(), {2, 3}, std::move(strides), whole.data() + first * 4, whole.owner());
  };
  std::vector<NumpyArray> arrays = {view({24, 4}, 0), view({4, 24}, 0), view({-24, 8}, 6), view({0, 0}, 5)};
  std::vector<at::Tensor> expected;
  for (const auto& array : arrays) expected.push_back(copy_numpy(array));
  Dtype big = whole.dtype();
  big.byteorder = '>';
  arrays.emplace_back(big, Shape{2, 3}, std::vector<std::int64_t>{24, 4}, whole.data(), whole.owner());
  expected.push_back(copy_numpy(arrays.back()));
  arrays.emplace_back(whole.dtype(), Shape{2, 3}, std::vector<std::int64_t>{24, 4}, whole.data() + 1, whole.owner());
  expected.push_back(copy_numpy(arrays.back()));
  CHECK(same(stack_numpy(arrays), at::stack(expected)));
  CHECK(same(cat_numpy(arrays, 1), at::cat(expected, 1)));
}

TEST_CASE("Arrays of several dtypes become the one to which torch promotes them", "[loader]") {
  for (const auto a : dtypes) {
    for (const auto b : dtypes) {
      const std::vector<at::Tensor> tensors = {numbered({{3}}, a)[0], numbered({{3}, {3}}, b)[1]};
      const auto arrays = arrays_of(tensors);
      CAPTURE(a, b);
      CHECK(same(stack_numpy(arrays), at::stack(tensors)));
      CHECK(same(cat_numpy(arrays), at::cat(tensors)));
    }
  }
}

TEST_CASE("A dtype casts every array as torch does", "[loader]") {
  const std::vector<at::Tensor> tensors = {at::tensor({-1.5, 300.25, 2.0}), at::tensor({-1, 300, 2}, at::kLong)};
  const auto arrays = arrays_of(tensors);
  for (const auto dtype : dtypes) {
    CAPTURE(dtype);
    CHECK(same(stack_numpy(arrays, dtype), at::stack({tensors[0].to(dtype), tensors[1].to(dtype)})));
  }
}

TEST_CASE("Arrays of every dtype that copy_numpy takes are stacked", "[loader]") {
  const auto [dtype, cast] =
      GENERATE(table<Dtype, std::optional<at::ScalarType>>({{test::parse_descr("'<M8[s]'"), std::nullopt},
                                                            {test::parse_descr("'>m8[D]'"), std::nullopt},
                                                            {test::parse_descr("'|S3'"), std::nullopt},
                                                            {test::parse_descr("'>U2'"), std::nullopt},
                                                            {test::parse_descr("'<f16'"), at::kDouble},
                                                            {ml_dtype("bfloat16"), std::nullopt},
                                                            {ml_dtype("bfloat16"), at::kFloat},
                                                            {ml_dtype("float8_e5m2"), std::nullopt},
                                                            {ml_dtype("float8_e4m3fn"), at::kHalf}}));
  CAPTURE(dtype.descr);
  std::vector<NumpyArray> arrays;
  std::vector<at::Tensor> expected;
  for (const int value : {0, 1, 2}) {
    arrays.push_back(NumpyArray::empty(dtype, {2, 3}));
    const bool is_long_double = dtype.kind == 'f';  // Few bytes make one.
    std::memset(arrays.back().data(), is_long_double ? 0 : value, static_cast<std::size_t>(arrays.back().nbytes()));
    expected.push_back(cast ? copy_numpy(arrays.back(), *cast) : copy_numpy(arrays.back()));
  }
  CHECK(same(stack_numpy(arrays, cast), at::stack(expected)));
  CHECK(same(cat_numpy(arrays, 1, cast), at::cat(expected, 1)));
}

TEST_CASE("Elements without a tensor's dtype are refused with file, element and way out", "[loader]") {
  const auto fields = NumpyArray::empty(test::parse_descr("[('a', '<f4')]"), {2});
  const NumpyArray named(fields.dtype(), {2}, {4}, fields.data(), fields.owner(), "x.npy[0]");
  const std::vector<NumpyArray> arrays = {named};
  CHECK_THAT(message_of([&] { stack_numpy(arrays); }), ContainsSubstring("x.npy[0]: ") && ContainsSubstring("field"));
}

TEST_CASE("Times of several units are refused, with a dtype too: int64 would hide the units", "[loader]") {
  const std::vector<NumpyArray> arrays = {NumpyArray::empty(test::parse_descr("'<M8[D]'"), {2}),
                                          NumpyArray::empty(test::parse_descr("'<M8[s]'"), {2})};
  const auto refused = ContainsSubstring("array 1: dtype '<M8[s]' counts in another unit than the '<M8[D]' of array 0");
  CHECK_THAT(message_of([&] { stack_numpy(arrays); }), refused);
  CHECK_THAT(message_of([&] { cat_numpy(arrays, 0, at::kLong); }), refused);
}

TEST_CASE("Bools are 0 or 1 in the tensor whatever byte the array has", "[loader]") {
  auto array = NumpyArray::empty(native_dtype("b1"), {3});
  std::memcpy(array.data(), "\0\2\1", 3);
  const std::vector<NumpyArray> arrays = {array, array};
  const auto expected = at::tensor({0, 1, 1, 0, 1, 1}).to(at::kBool);
  CHECK(bytes_of(cat_numpy(arrays)) == bytes_of(expected));
  CHECK(bytes_of(cat_numpy(arrays, 0, at::kBool)) == bytes_of(expected));
  CHECK(same(cat_numpy(arrays, 0, at::kFloat), expected.to(at::kFloat)));
}

TEST_CASE("An object array of any shape is stacked element by element", "[loader]") {
  const auto tensors = numbered({{2}, {2}, {2}, {2}});
  std::vector<std::string> elements;
  for (const auto& tensor : tensors) elements.push_back(ndarray(tensor));
  CHECK(same(stack_numpy(objects(elements, "(2, 2)", {2, 2})), at::stack(tensors)));
  CHECK(same(stack_numpy(objects({elements[0]}, "()", {})), at::stack({tensors[0]})));
  CHECK(same(stack_numpy(objects({pickle::integer(3), pickle::integer(-4)})), at::tensor({3, -4}, at::kLong)));
}

TEST_CASE("Shapes that do not fit are named with file and element", "[loader]") {
  const auto tensors = numbered({{2, 3}, {2, 3}, {2, 4}});
  const auto array = objects({ndarray(tensors[0]), ndarray(tensors[1]), ndarray(tensors[2])});
  CHECK(
      message_of([&] { stack_numpy(array); }) ==
      "x.npy[2]: shape (2, 4): stack needs samples of one dtype and shape (cat and pad take ragged ones): this one is "
      "float32 (2, 4), others of the batch are float32 (2, 3)");
  CHECK_THAT(message_of([&] { cat_numpy(array); }), ContainsSubstring("x.npy[2]: shape (2, 4): cat along dimension 0"));
  CHECK_THAT(message_of([&] { grid_numpy(array); }), ContainsSubstring("x.npy[2]: shape (2, 4): grid needs"));
  CHECK_THAT(message_of([&] { stack_numpy(arrays_of(tensors)); }), ContainsSubstring("array 2: shape (2, 4): stack"));
  CHECK_THAT(message_of([&] { cat_numpy(array, 2); }), ContainsSubstring("needs samples that have this dimension"));
}

TEST_CASE("Nothing to stack, elements that are no arrays, and impossible dtypes are refused", "[loader]") {
  CHECK(message_of([] { stack_numpy(objects({})); }) ==
        "x.npy: an object array of shape (0,): one element at least expected");
  CHECK(message_of([] { cat_numpy(std::vector<NumpyArray>()); }) ==
        "cat along dimension 0: no arrays: one at least expected");
  CHECK_THAT(message_of([] {
               stack_numpy(objects({pickle::yes, pickle::none}));
             }),
             ContainsSubstring("x.npy[1]: the element is None"));
  CHECK_THAT(message_of([] { stack_numpy(objects({pickle::yes}), at::kQInt8); }), ContainsSubstring("no conversion"));
  CHECK_THAT(message_of([] {
               grid_numpy(arrays_of(numbered({{2, 2}, {2, 2}}, at::kByte)), 1, 1, 300);
             }),
             ContainsSubstring("300"));
}

TEST_CASE("Many bytes are written by many threads to the same tensor", "[loader]") {
  std::vector<at::Tensor> tensors;
  for (std::int64_t i = 0; i < 300; ++i) tensors.push_back(numbered({{1 + i * 37 % 100, 1024}})[0] + i);
  CHECK(same(cat_numpy(arrays_of(tensors)), at::cat(tensors)));
  CHECK(same(cat_numpy(arrays_of(tensors), 0, at::kDouble), at::cat(tensors).to(at::kDouble)));
}

TEST_CASE("Unsigned integers that LibTorch lacks are widened, and the first that does not fit is named", "[loader]") {
  const bool has_uint64 = scalar_type(ElementType::uint64).has_value();
  for (const std::int64_t count : {4, 2'000'000}) {
    std::vector<NumpyArray> arrays;
    for (int i = 0; i < 3; ++i) {
      arrays.push_back(NumpyArray::empty(native_dtype("u8"), {count}));
      std::memset(arrays.back().data(), i == 0 ? 1 : 0xFF, static_cast<std::size_t>(8 * count));
    }
    const auto message = message_of([&] { stack_numpy(arrays); });
    if (has_uint64) CHECK(message.empty());
    if (!has_uint64) CHECK_THAT(message, ContainsSubstring("array 1: ") && ContainsSubstring("18446744073709551615"));
    CHECK(stack_numpy(arrays, at::kLong).select(0, 2).eq(-1).all().item<bool>());
    arrays[0] = NumpyArray::empty(native_dtype("i4"), {count});
    if (has_uint64)
      CHECK_THAT(message_of([&] { stack_numpy(arrays); }), ContainsSubstring("array 1: dtype uint64: LibTorch has no"));
  }
}
