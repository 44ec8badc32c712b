// SPDX-License-Identifier: MIT
#include <wick/datasets/from_numpy.hpp>
#include <wick/error.hpp>
#include <wick/transforms/element_type.hpp>

#include "arrays.hpp"

#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/tensor.h>

#include <cmath>
#include <limits>
#include <memory>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;
using test::array_of;

namespace {

template <typename T>
T& element(const NumpyArray& array, std::int64_t i) {
  return reinterpret_cast<T*>(array.data())[i];
}

constexpr std::int64_t huge = std::int64_t{1} << 62;

}  // namespace

TEST_CASE("from_numpy shares memory in both directions", "[datasets]") {
  const auto array = array_of<float>({2, 3}, {0, 1, 2, 3, 4, 5});
  at::Tensor tensor = from_numpy(array);
  CHECK(tensor.dtype() == at::kFloat);
  CHECK(tensor.sizes() == at::IntArrayRef({2, 3}));
  CHECK(tensor.data_ptr() == array.data());
  tensor[1][2] = 50;
  CHECK(element<float>(array, 5) == 50);
  element<float>(array, 0) = 7;
  CHECK(tensor[0][0].item<float>() == 7);
}

TEST_CASE("copy_numpy shares nothing", "[datasets]") {
  const auto array = array_of<float>({3}, {0, 1, 2});
  at::Tensor tensor = copy_numpy(array);
  tensor[0] = 9;
  CHECK(element<float>(array, 0) == 0);
  element<float>(array, 1) = 8;
  CHECK(tensor[1].item<float>() == 1);
}

TEST_CASE("The tensor keeps the array's bytes alive, and lets go of them with its last view", "[datasets]") {
  auto memory = std::make_shared<std::vector<std::int32_t>>(std::vector<std::int32_t>{1, 2, 3, 4});
  const std::weak_ptr<void> watch = memory;
  at::Tensor view;
  {
    auto* data = reinterpret_cast<std::byte*>(memory->data());
    const NumpyArray array(native_dtype("i4"), {4}, {4}, data, std::move(memory));
    const at::Tensor tensor = from_numpy(array);
    view = tensor.slice(0, 2, 3);
  }
  CHECK_FALSE(watch.expired());
  CHECK(view[0].item<int>() == 3);
  view = at::Tensor();
  CHECK(watch.expired());
}

TEST_CASE("The bytes are released when an empty tensor over them goes", "[datasets]") {
  auto memory = std::make_shared<int>(0);
  const std::weak_ptr<void> watch = memory;
  at::Tensor tensor = from_numpy(NumpyArray(native_dtype("f4"), {0, 5}, {20, 4}, nullptr, std::move(memory)));
  CHECK(tensor.sizes() == at::IntArrayRef({0, 5}));
  tensor = at::Tensor();
  CHECK(watch.expired());
}

TEST_CASE("from_numpy and copy_numpy take every dtype that LibTorch has always had", "[datasets]") {
  const std::pair<const char*, at::ScalarType> types[] = {
      {"b1", at::kBool},   {"i1", at::kChar},         {"i2", at::kShort},         {"i4", at::kInt},
      {"i8", at::kLong},   {"u1", at::kByte},         {"f2", at::kHalf},          {"f4", at::kFloat},
      {"f8", at::kDouble}, {"c8", at::kComplexFloat}, {"c16", at::kComplexDouble}};
  for (const auto& [code, dtype] : types) {
    INFO(code);
    const auto array = NumpyArray::empty(native_dtype(code), {2, 2});
    std::fill_n(array.data(), array.nbytes(), std::byte{1});
    CHECK(from_numpy(array).scalar_type() == dtype);
    CHECK(copy_numpy(array).scalar_type() == dtype);
    CHECK(at::equal(from_numpy(array), copy_numpy(array)));
  }
}

TEST_CASE("Unsigned integers that LibTorch may lack are shared where it has them, else refused with the way out",
          "[datasets]") {
  const auto array = array_of<std::uint16_t>({2}, {1, 65535});
  if (scalar_type(ElementType::uint16)) {
    CHECK(from_numpy(array).data_ptr() == array.data());
  } else {
    CHECK_THROWS_WITH(from_numpy(array),
                      ContainsSubstring("uint16") && ContainsSubstring("copy_numpy") && ContainsSubstring("int32"));
  }
}

TEST_CASE("copy_numpy keeps every value of unsigned integers", "[datasets]") {
  const auto small = copy_numpy(array_of<std::uint16_t>({2}, {1, 65535}));
  CHECK(small.scalar_type() == tensor_type(ElementType::uint16));
  CHECK(small.to(at::kLong)[1].item<std::int64_t>() == 65535);
  const auto medium = copy_numpy(array_of<std::uint32_t>({1}, {4294967295u}));
  CHECK(medium.to(at::kLong)[0].item<std::int64_t>() == 4294967295);
  const auto large = copy_numpy(array_of<std::uint64_t>({1}, {std::uint64_t{1} << 62}));
  CHECK(large.to(at::kLong)[0].item<std::int64_t>() == std::int64_t{1} << 62);
}

TEST_CASE("An uint64 that int64 cannot hold is an error where it would have to", "[datasets]") {
  const auto array = array_of<std::uint64_t>({1}, {std::uint64_t{1} << 63});
  if (scalar_type(ElementType::uint64)) {
    CHECK_NOTHROW(copy_numpy(array));
  } else {
    CHECK_THROWS_WITH(copy_numpy(array), ContainsSubstring("9223372036854775808"));
  }
}

TEST_CASE("0-d, transposed, sliced and broadcast arrays are shared with their strides", "[datasets]") {
  const auto scalar = array_of<double>({}, {2.5});
  CHECK(from_numpy(scalar).dim() == 0);
  CHECK(from_numpy(scalar).item<double>() == 2.5);
  const auto array = array_of<std::int32_t>({2, 3}, {0, 1, 2, 3, 4, 5});
  const auto transposed = from_numpy(test::view(array, {3, 2}, {4, 12}));
  CHECK(transposed.strides() == at::IntArrayRef({1, 3}));
  CHECK(transposed[2][1].item<int>() == 5);
  const auto sliced = from_numpy(test::view(array, {2, 2}, {12, 8}));
  CHECK(sliced[1][1].item<int>() == 5);
  const auto broadcast = from_numpy(test::view(array, {1000, 3}, {0, 4}));
  CHECK(broadcast[999][2].item<int>() == 2);
}

TEST_CASE("from_numpy refuses what torch refuses, names the file, and copy_numpy takes it", "[datasets]") {
  const auto array = array_of<float>({4}, {0, 1, 2, 3});
  SECTION("negative strides") {
    const auto reversed = test::view(array, {4}, {-4}, 12, "x.npy");
    CHECK_THROWS_WITH(from_numpy(reversed), ContainsSubstring("x.npy: ") && ContainsSubstring("negative stride -4") &&
                                                ContainsSubstring("copy_numpy"));
    CHECK(at::equal(copy_numpy(reversed), at::tensor({3.f, 2.f, 1.f, 0.f})));
  }
  SECTION("negative strides of one element") {
    CHECK_THROWS_AS(from_numpy(test::view(array, {1}, {-4})), Error);
    CHECK(copy_numpy(test::view(array, {1}, {-4}))[0].item<float>() == 0);
  }
  SECTION("strides that are no multiple of the element size") {
    const auto packed = array_of<std::uint8_t>({10}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    const float value = 1.5f;
    std::memcpy(packed.data() + 5, &value, 4);
    const NumpyArray odd(native_dtype("f4"), {2}, {5}, packed.data(), packed.owner(), "x.npy");
    CHECK_THROWS_WITH(from_numpy(odd), ContainsSubstring("x.npy: ") && ContainsSubstring("stride of 5 bytes"));
    CHECK(at::equal(copy_numpy(odd), at::tensor({0.f, 1.5f})));
  }
  SECTION("foreign byte order") {
    auto swapped = NumpyArray(test::big_endian("f4"), {4}, {4}, array.data(), array.owner(), "x.npy");
    CHECK_THROWS_WITH(from_numpy(swapped),
                      ContainsSubstring("x.npy: ") && ContainsSubstring("'>f4'") && ContainsSubstring("copy_numpy"));
    const auto bytes = test::bytes_of(std::vector<float>{1, 2, 3, 4}, true);
    std::memcpy(array.data(), bytes.data(), bytes.size());
    CHECK(at::equal(copy_numpy(swapped), at::tensor({1.f, 2.f, 3.f, 4.f})));
  }
  SECTION("misaligned data") {
    const auto bytes = array_of<std::uint8_t>({5}, {9, 0, 0, 128, 63});  // 1.0f from byte 1 on
    const NumpyArray odd(native_dtype("f4"), {1}, {4}, bytes.data() + 1, bytes.owner(), "x.npy");
    CHECK_THROWS_WITH(from_numpy(odd), ContainsSubstring("x.npy: ") && ContainsSubstring("not aligned"));
    CHECK(copy_numpy(odd).item<float>() == 1.0f);
  }
}

TEST_CASE("Dtypes without a tensor are refused with the way to one", "[datasets]") {
  const auto bytes = array_of<std::uint8_t>({32}, std::vector<std::uint8_t>(32));
  const auto [kind, itemsize, descr, way] = GENERATE(table<char, std::int64_t, const char*, const char*>(
      {{'V', 2, "|V2", "array.view(ml_dtype(\"bfloat16\")), in a data set by numpy_view"},
       {'V', 4, "|V4", "array.view(native_dtype(\"f4\"))"},
       {'V', 3, "|V3", "a.view('u1')"},
       {'V', 8, "[('a', '<f8')]", "array.field(name), in a data set by numpy_field"},
       {'O', 8, "|O", "read_object_array"},
       {'f', 3, "<f3", "a number, a datetime or a string expected"}}));
  Dtype dtype{kind, itemsize, '|', descr, *descr == '[', kind == 'O'};
  const NumpyArray array(dtype, {1}, {itemsize}, bytes.data(), bytes.owner(), "x.npy");
  const auto refused = std::string("x.npy: dtype ") + descr;
  CHECK_THROWS_WITH(from_numpy(array), ContainsSubstring(refused) && ContainsSubstring(way));
  CHECK_THROWS_WITH(copy_numpy(array), ContainsSubstring(refused) && ContainsSubstring(way));
  CHECK_THROWS_WITH(copy_numpy(array, at::kFloat), ContainsSubstring(refused) && ContainsSubstring(way));
}

TEST_CASE("Long doubles are converted only where a dtype is asked for", "[datasets]") {
  const auto bytes = array_of<std::uint8_t>({32}, std::vector<std::uint8_t>(32));
  const NumpyArray one({'f', 16, '<', "<f16", false}, {1}, {16}, bytes.data(), bytes.owner(), "x.npy");
  CHECK_THROWS_WITH(from_numpy(one), ContainsSubstring("copy_numpy(array, torch::kFloat64)"));
  CHECK_THROWS_WITH(copy_numpy(one), ContainsSubstring("in a data set by a Cast as the first transform"));
  CHECK(copy_numpy(one, at::kFloat).item<float>() == 0);
  const NumpyArray complex({'c', 32, '<', "<c32", false}, {1}, {32}, bytes.data(), bytes.owner());
  CHECK_THROWS_WITH(copy_numpy(complex), ContainsSubstring("kComplexDouble"));
  CHECK(copy_numpy(complex, at::kComplexFloat).scalar_type() == at::kComplexFloat);
  bytes.data()[7] = std::byte{0x80};  // a mantissa without an exponent
  CHECK_THROWS_WITH(copy_numpy(one, at::kFloat), ContainsSubstring("x.npy: number 0 is no long double of an x86"));
}

TEST_CASE("Shapes and strides that overflow are errors and never reach LibTorch", "[datasets]") {
  const auto memory = array_of<double>({1}, {0});
  const auto make = [&](Shape shape, std::vector<std::int64_t> strides) {
    return NumpyArray(native_dtype("f8"), std::move(shape), std::move(strides), memory.data(), memory.owner());
  };
  CHECK_THROWS_AS(from_numpy(make({huge}, {8})), Error);
  CHECK_THROWS_AS(copy_numpy(make({huge}, {0})), Error);
  CHECK_THROWS_AS(from_numpy(make({3}, {huge})), Error);
  CHECK_THROWS_AS(from_numpy(make({huge / 16, 4}, {8, huge})), Error);
}

TEST_CASE("copy_numpy casts in the same pass, by the rule for what is out of range", "[datasets]") {
  const auto array = array_of<float>({3}, {-1, 3.7f, 300});
  CHECK(at::equal(copy_numpy(array, at::kInt), at::tensor({-1, 3, 300}, at::kInt)));
  CHECK(at::equal(copy_numpy(array, at::kByte, OutOfRange::saturate), at::tensor({0, 3, 255}, at::kByte)));
  CHECK_THROWS_WITH(copy_numpy(array, at::kByte, OutOfRange::raise), ContainsSubstring("-1"));
  CHECK(copy_numpy(array_of<std::uint8_t>({2}, {3, 255}), at::kDouble)[1].item<double>() == 255);
  CHECK_THROWS_WITH(copy_numpy(array, at::kQInt8), ContainsSubstring("QInt8"));
}

TEST_CASE("Bytes of a bool array other than 0 and 1 are true in the copy", "[datasets]") {
  const auto array = array_of<std::uint8_t>({4}, {0, 1, 2, 255});
  const NumpyArray bools(native_dtype("b1"), {4}, {1}, array.data(), array.owner());
  const auto copy = copy_numpy(bools);
  const auto* bytes = static_cast<const std::uint8_t*>(copy.data_ptr());
  CHECK(std::vector<int>(bytes, bytes + 4) == std::vector<int>{0, 1, 1, 1});
  CHECK(at::equal(copy_numpy(bools, at::kFloat), at::tensor({0.f, 1.f, 1.f, 1.f})));
}

TEST_CASE("Payloads of NaNs and signed zeros are copied bit for bit", "[datasets]") {
  const auto array = array_of<std::uint32_t>({3}, {0x7fc01234u, 0xffa00001u, 0x80000000u});
  const NumpyArray floats(native_dtype("f4"), {3}, {4}, array.data(), array.owner());
  CHECK(std::memcmp(copy_numpy(floats).data_ptr(), array.data(), 12) == 0);
}

TEST_CASE("A list of arrays of several dtypes becomes a list of tensors", "[datasets]") {
  const std::vector<NumpyArray> arrays = {array_of<float>({2}, {1, 2}), array_of<std::uint8_t>({1, 2}, {3, 4}),
                                          array_of<std::int64_t>({}, {5})};
  const auto shared = from_numpy(arrays);
  REQUIRE(shared.size() == 3);
  CHECK(shared[1].data_ptr() == arrays[1].data());
  CHECK(shared[2].scalar_type() == at::kLong);
  const auto copies = copy_numpy(arrays);
  CHECK(copies[0].data_ptr() != arrays[0].data());
  CHECK(at::equal(copies[1], shared[1]));
  const auto cast = copy_numpy(arrays, at::kFloat);
  CHECK(cast[2].scalar_type() == at::kFloat);
  CHECK(from_numpy(std::vector<NumpyArray>{}).empty());
}

TEST_CASE("A list of arrays names the one that cannot be shared", "[datasets]") {
  const auto good = array_of<float>({2}, {1, 2});
  const std::vector<NumpyArray> arrays = {good, test::view(good, {2}, {-4}, 4, "bad.npy")};
  CHECK_THROWS_WITH(from_numpy(arrays), ContainsSubstring("bad.npy: "));
}
