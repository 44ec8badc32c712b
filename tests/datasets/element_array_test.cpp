// SPDX-License-Identifier: MIT
#include <wick/datasets/element_array.hpp>
#include <wick/datasets/from_numpy.hpp>
#include <wick/error.hpp>
#include <wick/npy/ml_dtype.hpp>

#include "arrays.hpp"

#include <ATen/core/Tensor.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/tensor.h>
#include <npy/pickle_writer.hpp>

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using namespace std::string_literals;
using Catch::Matchers::ContainsSubstring;
using test::bytes_of;
namespace pickle = test::pickle;

namespace {

NumpyArray array_of_element(const std::string& element) {
  return element_array(pickle::read_element(element), "place");
}

std::string refusal(const std::string& element) {
  const auto read = pickle::read_element(element);
  return test::error_of([&] { element_array(read, "o.npy[3]"); });
}

// An ndarray of shape (2, 3): 0 to 5 as the memory has them.
std::string six(const std::string& code, const std::string& order, const std::string& data,
                const std::string& fortran = pickle::no) {
  return pickle::array(pickle::dtype(code, order), pickle::shape({2, 3}), pickle::bytes(data), fortran);
}

std::string tensor_of(const std::string& type, const std::string& data, int count, int offset,
                      const std::vector<int>& sizes, const std::vector<int>& strides) {
  const auto stream = pickle::storage_stream(pickle::global("torch", type), count, data);
  return pickle::tensor(pickle::storage(stream), offset, pickle::shape(sizes), pickle::shape(strides));
}

// The view of it is one element at its beginning.
std::array<std::byte, 16> zeros{};

ObjectElement tensor_named(const std::string& dtype) {
  ObjectTensor tensor;
  tensor.dtype = dtype;
  tensor.itemsize = 1;
  tensor.storage = zeros;
  return {tensor};
}

const std::vector<std::int16_t> numbers = {0, 1, 2, 3, 4, 5};

}  // namespace

TEST_CASE("An ndarray of an object array is an array over the same bytes", "[datasets]") {
  const auto element = pickle::read_element(six("i2", "<", bytes_of(numbers)));
  const auto array = element_array(element, "o.npy[3]");
  CHECK(array.dtype() == native_dtype("i2"));
  CHECK(array.shape() == Shape{2, 3});
  CHECK(array.origin() == "o.npy[3]");
  CHECK(array.data() == element.get_if<ObjectNdarray>()->bytes.data());
  CHECK(array.owner() == element.get_if<ObjectNdarray>()->owner);
  CHECK(at::equal(copy_numpy(array), at::tensor(numbers, at::kShort).view({2, 3})));
}

TEST_CASE("An ndarray keeps its memory order and byte order", "[datasets]") {
  const auto fortran = array_of_element(six("i2", "<", bytes_of(numbers), pickle::yes));
  CHECK(fortran.strides() == std::vector<std::int64_t>{2, 4});
  CHECK(at::equal(copy_numpy(fortran), at::tensor(numbers, at::kShort).view({3, 2}).t()));
  const auto big = array_of_element(six("i2", ">", bytes_of(numbers, true)));
  CHECK(big.dtype().is_swapped());
  CHECK(at::equal(copy_numpy(big), at::tensor(numbers, at::kShort).view({2, 3})));
}

TEST_CASE("A torch tensor of an object array is an array with its strides", "[datasets]") {
  const auto tensor = tensor_of("ShortStorage", bytes_of(numbers), 6, 1, {2, 2}, {1, 3});
  const auto element = pickle::read_element(tensor);
  const auto array = element_array(element, "place");
  CHECK(array.dtype() == native_dtype("i2"));
  CHECK(array.strides() == std::vector<std::int64_t>{2, 6});
  CHECK(array.data() == element.get_if<ObjectTensor>()->storage.data() + 2);
  CHECK(array.owner() == element.get_if<ObjectTensor>()->owner);
  CHECK(at::equal(copy_numpy(array), at::tensor({1, 4, 2, 5}, at::kShort).view({2, 2})));
  CHECK(array_of_element(tensor_of("ShortStorage", bytes_of(numbers), 6, 6, {0, 3}, {3, 1})).shape() == Shape{0, 3});
  const auto expanded = array_of_element(tensor_of("ShortStorage", bytes_of(numbers), 6, 5, {2, 2}, {0, 0}));
  CHECK(at::equal(copy_numpy(expanded), at::tensor({5, 5, 5, 5}, at::kShort).view({2, 2})));
}

TEST_CASE("A torch tensor's dtype is NumPy's of the same name", "[datasets]") {
  const auto [torch_dtype, code] = GENERATE(table<std::string, std::string>({{"bool", "b1"},
                                                                             {"int8", "i1"},
                                                                             {"int16", "i2"},
                                                                             {"int32", "i4"},
                                                                             {"int64", "i8"},
                                                                             {"uint8", "u1"},
                                                                             {"uint16", "u2"},
                                                                             {"uint32", "u4"},
                                                                             {"uint64", "u8"},
                                                                             {"float16", "f2"},
                                                                             {"float32", "f4"},
                                                                             {"float64", "f8"},
                                                                             {"complex64", "c8"},
                                                                             {"complex128", "c16"}}));
  CHECK(element_array(tensor_named(torch_dtype), "place").dtype() == native_dtype(code));
}

TEST_CASE("Tensors of bfloat16 and float8 are arrays of ml_dtypes' dtypes, which NumPy lacks", "[datasets]") {
  for (const std::string name : {"float8_e4m3fn", "float8_e5m2", "float8_e4m3fnuz", "float8_e5m2fnuz"})
    CHECK(element_array(tensor_named(name), "place").dtype() == ml_dtype(name));
  const auto halves = array_of_element(tensor_of("BFloat16Storage", "\x80\x3F\x20\xC0"s, 2, 0, {2}, {1}));
  CHECK(halves.dtype() == ml_dtype("bfloat16"));
  CHECK(copy_numpy(halves).scalar_type() == at::kBFloat16);
  CHECK(at::equal(copy_numpy(halves, at::kFloat), at::tensor({1.0F, -2.5F})));
}

TEST_CASE("Numbers of Python and NumPy are arrays of no dimension", "[datasets]") {
  CHECK(array_of_element(pickle::yes).elements<bool>()[0]);
  CHECK(array_of_element(pickle::integer(-7)).elements<std::int64_t>()[0] == -7);
  CHECK(array_of_element(pickle::real(2.5)).elements<double>()[0] == 2.5);
  const ObjectElement complex{std::complex<double>(1, -2)};
  CHECK(element_array(complex, "place").elements<std::complex<double>>()[0] == std::complex<double>(1, -2));
  CHECK(array_of_element(pickle::integer(3)).shape().empty());
  CHECK(array_of_element(pickle::integer(3)).origin() == "place");
  const auto scalar = pickle::call(pickle::global("numpy.core.multiarray", "scalar"),
                                   {pickle::dtype("f4", "<"), pickle::bytes(bytes_of<float>({1.5F}))});
  CHECK(copy_numpy(array_of_element(scalar)).item<float>() == 1.5F);
}

TEST_CASE("Elements at any alignment are copied, and shared only where aligned", "[datasets]") {
  int aligned = 0;
  for (int shift = 0; shift < 4; ++shift) {
    const auto text = pickle::text(std::string(static_cast<std::size_t>(shift), 'x'));
    const auto numbers = pickle::array(pickle::dtype("i4", "<"), pickle::shape({1}), pickle::bytes("\1\0\0\0"s));
    const auto both = pickle::read_element(pickle::tuple({text, numbers}));
    const auto array = element_array(both.get_if<ObjectList>()->element(1), "o.npy[3]");
    CHECK(copy_numpy(array).item<int>() == 1);
    const auto refusal = test::error_of([&] { from_numpy(array); });
    if (refusal.empty()) ++aligned;
    if (!refusal.empty()) CHECK_THAT(refusal, ContainsSubstring("o.npy[3]: the data is not aligned to 4 bytes"));
  }
  CHECK(aligned == 1);
}

TEST_CASE("Bools of an object array are 0 or 1, without a change of the file's bytes", "[datasets]") {
  const auto bools = [](const std::string& data) {
    return pickle::read_element(pickle::array(pickle::dtype("b1", "|"), pickle::shape({3}), pickle::bytes(data)));
  };
  const auto odd = bools("\0\2\1"s);
  const auto normal = element_array(odd, "place");
  CHECK(normal.data()[1] == std::byte{1});
  CHECK(normal.data()[2] == std::byte{1});
  CHECK(odd.get_if<ObjectNdarray>()->bytes[1] == std::byte{2});
  const auto usual = bools("\0\1\1"s);
  CHECK(element_array(usual, "place").data() == usual.get_if<ObjectNdarray>()->bytes.data());
}

TEST_CASE("Bools in structures of an object array are 0 or 1 too", "[datasets]") {
  const ObjectElement element{ObjectNdarray{.dtype = test::parse_descr("[('a', '|b1'), ('b', '|u1')]"),
                                            .shape = {2},
                                            .strides = {2},
                                            .bytes = std::span(zeros).first(4),
                                            .owner = nullptr}};
  CHECK(element_array(element, "place").data() == zeros.data());
  zeros = {std::byte{2}, std::byte{2}, std::byte{1}, std::byte{3}};
  const auto array = element_array(element, "place");
  zeros = {};
  CHECK(array.data()[0] == std::byte{1});
  CHECK(array.data()[1] == std::byte{2});
}

TEST_CASE("An element that is no array is refused with what it is and the way out", "[datasets]") {
  const std::string expected = ": an ndarray, a torch tensor or a number expected; ";
  CHECK(refusal(pickle::none) ==
        "o.npy[3]: the element is None" + expected + "leave it out when saving: a[[x is not None for x in a]]");
  CHECK(refusal(pickle::text("abc")) ==
        "o.npy[3]: the element is str" + expected + "read_object_array gives it as it is");
  CHECK(refusal(pickle::bytes("abc")) ==
        "o.npy[3]: the element is bytes" + expected + "read_object_array gives it as it is");
  CHECK(refusal(pickle::list({pickle::yes, pickle::no})) ==
        "o.npy[3]: the element is list of 2" + expected + "save it as an ndarray: np.asarray(element)");
  CHECK_THAT(refusal(pickle::tuple({pickle::yes})), ContainsSubstring("is tuple of 1"));
  CHECK_THAT(refusal(pickle::dict({pickle::text("k"), pickle::yes})), ContainsSubstring("is dict of 1"));
  CHECK_THAT(refusal(pickle::object_array({pickle::yes})),
             ContainsSubstring("is ndarray |O (1,)" + expected + "read_object_array gives its elements one by one"));
}

TEST_CASE("A tensor of a dtype that NumPy has no name for is refused", "[datasets]") {
  CHECK(test::error_of([&] { element_array(tensor_named("complex32"), "o.npy[3]"); }) ==
        "o.npy[3]: tensor complex32 (): NumPy has no such dtype; save it as another: tensor.to(torch.complex64)");
}
