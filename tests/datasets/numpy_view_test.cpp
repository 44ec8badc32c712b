// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/datasets/from_numpy.hpp>
#include <wick/datasets/in_memory.hpp>
#include <wick/datasets/npy_files.hpp>
#include <wick/datasets/npy_rows.hpp>
#include <wick/datasets/numpy_field.hpp>
#include <wick/datasets/numpy_view.hpp>
#include <wick/npy/ml_dtype.hpp>
#include <wick/transforms/cast.hpp>
#include <wick/transforms/flip.hpp>
#include <wick/transforms/permute.hpp>
#include <wick/transforms/scale.hpp>

#include "arrays.hpp"
#include "reading.hpp"

#include <ATen/TensorOperators.h>
#include <ATen/ops/tensor.h>

#include <string>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;
using test::TempFolder;

namespace {

const Dtype v2 = {'V', 2, '|', "|V2"};
const Dtype v1 = {'V', 1, '|', "|V1"};

// bfloat16 is the upper half of float32.
std::string bfloat16_bytes(const std::vector<float>& values) {
  std::string bytes;
  for (const float value : values) bytes += test::bytes_of<float>({value}).substr(2);
  return bytes;
}

at::Tensor bfloat16(const std::vector<float>& values) { return at::tensor(values).to(at::kBFloat16); }

}  // namespace

TEST_CASE("Rows of bytes are bfloat16 where the user says so", "[datasets]") {
  const TempFolder folder;
  const auto path = folder.write("w.npy", test::npy(v2, {3, 2}, bfloat16_bytes({1, 2, -3, 4, 0.5, 6})));
  CHECK_THROWS_WITH(test::read(FieldReader({"data", npy_rows(path)}), 0),
                    ContainsSubstring("dtype |V2 is bytes without a meaning") && ContainsSubstring("numpy_view"));
  const auto source = numpy_view(npy_rows(path), ml_dtype("bfloat16"));
  CHECK(source->where(1) == path + "[1]");
  CHECK(source->info(1) == ArrayInfo{ml_dtype("bfloat16"), {2}, false});
  CHECK(copy_numpy(source->array(1)).equal(bfloat16({-3, 4})));
  const FieldReader reader({"data", source});
  CHECK(test::read_into(reader, 1).equal(bfloat16({-3, 4})));
  CHECK(test::read(reader, 2).equal(bfloat16({0.5, 6.})));
  CHECK(test::read(FieldReader({"data", source, {Scale(2), Cast(at::kFloat)}}), 0).equal(at::tensor({2.F, 4.F})));
}

TEST_CASE("Samples of float8 are float32, whatever is done with them", "[datasets]") {
  const TempFolder folder;
  // 1, -2, 0.5, 448, 0, 3 in E4M3.
  const auto path = folder.write("w.npy", test::npy(v1, {1, 2, 3}, std::string("\x38\xC0\x30\x7E\x00\x44", 6)));
  const auto source = numpy_view(npy_rows(path), ml_dtype("float8_e4m3fn"));
  const auto expected = at::tensor({1.F, -2.F, 0.5F, 448.F, 0.F, 3.F}).view({2, 3});
  const FieldReader plain({"data", source});
  CHECK(test::read(plain, 0).equal(expected));
  CHECK(test::read_into(plain, 0).equal(expected));
  const FieldReader cast({"data", source, {Cast(at::kInt), Scale(2)}});
  CHECK(test::read_into(cast, 0).equal(expected.to(at::kInt).mul(2.F)));
  const FieldReader permuted({"data", source, {Permute({1, 0})}});
  CHECK(test::read_into(permuted, 0).equal(expected.t()));
  CHECK(test::read(permuted, 0).equal(expected.t()));
  const FieldReader flipped({"data", source, {Scale(2), Flip(-1), Cast(at::kDouble)}});
  CHECK(test::read_into(flipped, 0).equal(expected.mul(2.F).flip(-1).to(at::kDouble)));
}

TEST_CASE("Files of different dtypes are viewed as one", "[datasets]") {
  const TempFolder folder;
  folder.write("0.npy", test::npy(v2, {2}, bfloat16_bytes({1, 2})));
  folder.write("1.npy", test::npy(native_dtype("u2"), {2}, bfloat16_bytes({3, 4})));
  folder.write("2.npy", test::npy(v2, {3}, bfloat16_bytes({5, 6, 7})));
  folder.write("3.npy", test::npy_of<float>({1}, {1}));
  const auto source = numpy_view(npy_files(folder.path()), ml_dtype("bfloat16"));
  const FieldReader reader({"data", source});
  for (int round = 0; round < 2; ++round) {
    CHECK(test::read(reader, 0).equal(bfloat16({1, 2})));
    CHECK(test::read(reader, 1).equal(bfloat16({3, 4})));
    CHECK(test::read(reader, 2).equal(bfloat16({5, 6, 7})));
    CHECK_THROWS_WITH(test::read(reader, 3),
                      ContainsSubstring("3.npy): dtype <f4 has 4 bytes an element, and bfloat16 has 2"));
  }
  std::array<std::byte, 4> bytes;
  CHECK_FALSE(source->read_expected(0, {v2, {2}, false}, bytes));
  CHECK_FALSE(source->read_expected(2, source->info(0), bytes));
  CHECK(source->read_expected(1, source->info(0), bytes));
}

TEST_CASE("A field can be viewed", "[datasets]") {
  const TempFolder folder;
  const Dtype dtype{'V', 3, '|', "[('k', '|u1'), ('w', '|V2')]", true};
  const auto bytes = std::string("a").append(bfloat16_bytes({8})).append("b").append(bfloat16_bytes({9}));
  const auto path = folder.write("s.npy", test::npy(dtype, {2}, bytes));
  const auto source = numpy_view(numpy_field(npy_rows(path), "w"), ml_dtype("bfloat16"));
  CHECK(test::read(FieldReader({"data", source}), 1).item<float>() == 9);
  CHECK(source->where(1) == path + "[1]['w']");
}

TEST_CASE("What cannot be viewed is refused when the source is made", "[datasets]") {
  CHECK_THROWS_WITH(numpy_view(nullptr, native_dtype("i8")), ContainsSubstring("the source is null"));
  CHECK_THROWS_WITH(numpy_view(in_memory({}), {'O', 8, '|', "|O", false, true}), ContainsSubstring("Python objects"));
}

TEST_CASE("Long doubles are samples where they are cast first", "[datasets]") {
  const TempFolder folder;
  // 1 and -2: sign and exponent behind the mantissa.
  const std::string one("\0\0\0\0\0\0\0\x80\xFF\x3F??????", 16), minus_two("\0\0\0\0\0\0\0\x80\x00\xC0??????", 16);
  const Dtype dtype{'f', 16, '<', "<f16"};
  const auto path = folder.write("x.npy", test::npy(dtype, {2, 2}, one + minus_two + minus_two + one));
  const auto source = npy_rows(path);
  CHECK_THROWS_WITH(test::read(FieldReader({"data", source}), 0), ContainsSubstring("a Cast as the first transform"));
  CHECK_THROWS_WITH(test::read(FieldReader({"data", source, {Scale(2), Cast(at::kFloat)}}), 0),
                    ContainsSubstring("a Cast as the first transform"));
  const FieldReader doubles({"data", source, {Cast(at::kDouble)}});
  CHECK(test::read(doubles, 0).equal(at::tensor({1., -2.}, at::kDouble)));
  CHECK(test::read_into(doubles, 1).equal(at::tensor({-2., 1.}, at::kDouble)));
  const FieldReader flipped({"data", source, {Cast(at::kInt), Flip(-1)}});
  CHECK(test::read_into(flipped, 0).equal(at::tensor({-2, 1}, at::kInt)));
  const auto ieee = folder.write("y.npy", test::npy(dtype, {1, 1}, std::string(16, '\1')));
  CHECK_THROWS_WITH(test::read(FieldReader({"data", npy_rows(ieee), {Cast(at::kDouble)}}), 0),
                    ContainsSubstring("y.npy[0]): number 0 is no long double of an x86"));
}

TEST_CASE("Samples of strings are codes, in every order and through transforms", "[datasets]") {
  const TempFolder folder;
  const Dtype dtype{'S', 2, '|', "|S2"};
  folder.write("0.npy", test::npy(dtype, {2, 2}, "abcdefgh"));
  folder.write("1.npy", test::npy(dtype, {2, 2}, "abefcdgh", true));
  const auto expected = at::tensor({'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'}, at::kByte).view({2, 2, 2});
  const auto files = npy_files(folder.path());
  const FieldReader plain({"data", files}), cast({"data", files, {Cast(at::kInt)}}),
      permuted({"data", files, {Permute({2, 1, 0})}});
  for (std::int64_t i = 0; i < 2; ++i) {
    CHECK(test::read(plain, i).equal(expected));
    CHECK(test::read_into(plain, i).equal(expected));
    CHECK(test::read_into(cast, i).equal(expected.to(at::kInt)));
    CHECK(test::read(permuted, i).equal(expected.permute({2, 1, 0})));
    CHECK(test::read_into(permuted, i).equal(expected.permute({2, 1, 0})));
  }
}

TEST_CASE("Bytes that are seen as bools become 0 or 1, and stay what they are in the source", "[datasets]") {
  const auto bytes = NumpyArray::empty(native_dtype("u1"), {3});
  from_numpy(bytes).copy_(at::tensor({0, 2, 255}));
  const auto bools = numpy_view(in_memory({bytes}), native_dtype("b1"));
  CHECK(from_numpy(bools->array(0).view(native_dtype("u1"))).equal(at::tensor({0, 1, 1}, at::kByte)));
  CHECK(from_numpy(bytes).equal(at::tensor({0, 2, 255}, at::kByte)));
}
