// SPDX-License-Identifier: MIT
#include <wick/npy/object_array.hpp>

#include "object_text.hpp"
#include "pickle_writer.hpp"

#include <string>
#include <vector>

#include <support/prelude.hpp>

namespace wick {
namespace {

using Catch::Matchers::ContainsSubstring;
using test::to_text;
using namespace test::pickle;

const std::string bytes_type = global("torch", "ByteStorage");
const std::string hooks = call(global("collections", "OrderedDict"), {});

// A storage of uint8: 0, 1, 2, ...
std::string byte_storage(int count) {
  std::string data;
  for (int i = 0; i < count; ++i) data += static_cast<char>(i);
  return storage(storage_stream(bytes_type, count, data));
}

std::string byte_tensor(int count, int offset, const std::vector<int>& sizes, const std::vector<int>& strides) {
  return tensor(byte_storage(count), offset, shape(sizes), shape(strides));
}

std::string refusal_of_stream(const std::string& stream) {
  return refusal_of_element(tensor(storage(stream), 0, shape({1}), shape({1})));
}

TEST_CASE("a tensor is a view of its storage", "[npy]") {
  CHECK(to_text(read_element(byte_tensor(6, 0, {2, 3}, {3, 1}))) == "tensor uint8 (2, 3) 000102030405");
  CHECK(to_text(read_element(byte_tensor(6, 0, {3, 2}, {1, 3}))) == "tensor uint8 (3, 2) 000301040205");
  CHECK(to_text(read_element(byte_tensor(6, 4, {2}, {1}))) == "tensor uint8 (2,) 0405");
  CHECK(to_text(read_element(byte_tensor(6, 5, {}, {}))) == "tensor uint8 () 05");
  CHECK(to_text(read_element(byte_tensor(0, 0, {0, 3}, {3, 1}))) == "tensor uint8 (0, 3) ");
  CHECK(to_text(read_element(byte_tensor(1, 0, {2, 2}, {0, 0}))) == "tensor uint8 (2, 2) 00000000");
}

TEST_CASE("a tensor tells its storage, strides and offset", "[npy]") {
  const auto element = read_element(byte_tensor(6, 1, {2, 2}, {3, 1}));
  const auto& tensor = *element.get_if<ObjectTensor>();
  CHECK(tensor.itemsize == 1);
  CHECK(tensor.strides == std::vector<std::int64_t>{3, 1});
  CHECK(tensor.storage_offset == 1);
  CHECK(tensor.storage.size() == 6);
}

TEST_CASE("a storage's type is the tensor's dtype", "[npy]") {
  const auto [type, dtype, itemsize] =
      GENERATE(table<std::string, std::string, int>({{"DoubleStorage", "float64", 8},
                                                     {"FloatStorage", "float32", 4},
                                                     {"HalfStorage", "float16", 2},
                                                     {"BFloat16Storage", "bfloat16", 2},
                                                     {"LongStorage", "int64", 8},
                                                     {"IntStorage", "int32", 4},
                                                     {"ShortStorage", "int16", 2},
                                                     {"CharStorage", "int8", 1},
                                                     {"ByteStorage", "uint8", 1},
                                                     {"BoolStorage", "bool", 1},
                                                     {"ComplexFloatStorage", "complex64", 8},
                                                     {"ComplexDoubleStorage", "complex128", 16}}));
  const std::string data(static_cast<std::size_t>(2 * itemsize), '\1');
  const auto one = storage(storage_stream(global("torch", type), 2, data));
  const auto element = read_element(tensor(one, 1, shape({1}), shape({1})));
  CHECK(describe(element) == "tensor " + dtype + " (1,)");
  CHECK(element.get_if<ObjectTensor>()->itemsize == itemsize);
  CHECK(element.get_if<ObjectTensor>()->storage.size() == data.size());
}

TEST_CASE("version 3 of a tensor says its dtype, over bytes without one", "[npy]") {
  const auto untyped = storage(storage_stream(global("torch.storage", "UntypedStorage"), 4, "abcd"));
  const auto rebuild = [&](const std::string& name, int size) {
    return call(global("torch._utils", "_rebuild_tensor_v3"),
                {untyped, integer(0), shape({size}), shape({1}), no, hooks, global("torch", name)});
  };
  CHECK(to_text(read_element(rebuild("uint16", 2))) == "tensor uint16 (2,) 61626364");
  CHECK(to_text(read_element(rebuild("float8_e5m2", 4))) == "tensor float8_e5m2 (4,) 61626364");
  CHECK_THAT(refusal_of_element(rebuild("uint16", 3)), ContainsSubstring("leaves its storage of 2 elements"));
  CHECK_THAT(refusal_of_element(rebuild("qint8", 3)), ContainsSubstring("refers to torch.qint8"));
  CHECK_THAT(refusal_of_element(rebuild("FloatStorage", 1)), ContainsSubstring("FloatStorage is no dtype"));
  CHECK_THAT(refusal_of_element(tensor(untyped, 0, shape({1}), shape({1}))),
             ContainsSubstring("does not say its dtype"));
}

TEST_CASE("a parameter is its tensor", "[npy]") {
  const auto rebuild = global("torch._utils", "_rebuild_parameter");
  CHECK(to_text(read_element(call(rebuild, {byte_tensor(2, 0, {2}, {1}), yes, hooks}))) == "tensor uint8 (2,) 0001");
  CHECK_THAT(refusal_of_element(call(rebuild, {none, yes, hooks})), ContainsSubstring("a torch tensor expected"));
}

TEST_CASE("a storage may arrive as text, and be shared", "[npy]") {
  const auto stream = storage_stream(bytes_type, 1, "\x05");
  std::string utf8;
  for (const char c : stream) {
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x80) utf8 += c;
    if (code >= 0x80) utf8 += {static_cast<char>(0xC0 | code >> 6), static_cast<char>(0x80 | (code & 0x3F))};
  }
  const auto one = call(global("torch.storage", "_load_from_bytes"), {call(encode, {text(utf8), text("latin1")})});
  const auto two = tuple({tensor(one + put(0), 0, shape({1}), shape({1})), tensor(get(0), 0, shape({}), shape({}))});
  CHECK(to_text(read_element(two)) == "tuple of 2[tensor uint8 (1,) 05;tensor uint8 () 05;]");
}

TEST_CASE("a view that leaves its storage is refused", "[npy]") {
  CHECK_THAT(refusal_of_element(byte_tensor(6, 0, {7}, {1})), ContainsSubstring("leaves its storage of 6 elements"));
  CHECK_THAT(refusal_of_element(byte_tensor(6, 1, {6}, {1})), ContainsSubstring("leaves its storage of 6 elements"));
  CHECK_THAT(refusal_of_element(byte_tensor(6, 0, {2, 3}, {4, 1})), ContainsSubstring("leaves its storage"));
  CHECK_THAT(refusal_of_element(byte_tensor(6, -1, {2}, {1})), ContainsSubstring("leaves its storage"));
  CHECK_THAT(refusal_of_element(byte_tensor(6, 7, {0}, {1})), ContainsSubstring("leaves its storage"));
  CHECK_THAT(refusal_of_element(byte_tensor(6, 3, {2}, {-1})), ContainsSubstring("negative extent -1"));
  CHECK_THAT(refusal_of_element(byte_tensor(6, 0, {-1}, {1})), ContainsSubstring("negative extent -1"));
  CHECK_THAT(refusal_of_element(byte_tensor(6, 0, {2, 3}, {1})), ContainsSubstring("has 1 strides"));
  const auto huge = std::string("\x8A\x08\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F", 10);
  const auto one = byte_storage(4);
  CHECK_THAT(refusal_of_element(tensor(one, 0, shape({2}), tuple({huge}))), ContainsSubstring("leaves its storage"));
  CHECK_THAT(refusal_of_element(tensor(one, 0, shape({1}), tuple({huge}))), ContainsSubstring("leaves its storage"));
  CHECK_THAT(refusal_of_element(tensor(one, 0, shape({0}), tuple({huge}))), ContainsSubstring("leaves its storage"));
  CHECK_THAT(refusal_of_element(tensor(one, 1, shape({2, 2}), tuple({huge, huge}))), ContainsSubstring("leaves"));
  CHECK_THAT(refusal_of_element(tensor(one, 0, tuple({huge, huge}), shape({0, 0}))),
             ContainsSubstring("contiguous copy"));
}

TEST_CASE("a view that shows few elements as very many is refused", "[npy]") {
  CHECK(describe(read_element(byte_tensor(1, 0, {1024, 1024}, {0, 0}))) == "tensor uint8 (1024, 1024)");
  CHECK_THAT(refusal_of_element(byte_tensor(1, 0, {1025, 1024}, {0, 0})),
             ContainsSubstring("over a storage of 1 bytes: save a contiguous copy"));
}

TEST_CASE("a storage whose counts and data differ is refused", "[npy]") {
  CHECK_THAT(refusal_of_stream(storage_stream(bytes_type, 3, "ab")), ContainsSubstring("of 3 elements"));
  CHECK_THAT(refusal_of_stream(storage_stream(bytes_type, 1, "ab")), ContainsSubstring("10 bytes found, which say 1"));
  CHECK_THAT(refusal_of_stream(storage_stream(bytes_type, 2, "ab", 3)), ContainsSubstring("which say 3 elements"));
  CHECK_THAT(refusal_of_stream(storage_stream(bytes_type, 3, "ab", 2)), ContainsSubstring("of 3 elements"));
  CHECK_THAT(refusal_of_stream(storage_stream(bytes_type, -1, "")), ContainsSubstring("-1 elements"));
  CHECK_THAT(refusal_of_stream(storage_stream(global("torch", "FloatStorage"), 1, "abc")),
             ContainsSubstring("4 bytes"));
  const auto whole = storage_stream(bytes_type, 2, "ab");
  CHECK_THAT(refusal_of_stream(whole.substr(0, whole.size() - 5)), ContainsSubstring("5 bytes found"));
}

TEST_CASE("a storage's own pickles may only describe it", "[npy]") {
  CHECK_THAT(refusal_of_stream(storage_stream(global("os", "system"), 1, "a")),
             ContainsSubstring("refers to os.system"));
  CHECK_THAT(refusal_of_stream(storage_stream(global("torch", "QInt8Storage"), 1, "a")),
             ContainsSubstring("refers to torch.QInt8Storage"));
  CHECK_THAT(refusal_of_stream(storage_stream(call(bytes_type, {}), 1, "a")), ContainsSubstring("calls something"));
  CHECK_THAT(refusal_of_stream(storage_stream(encode, 1, "a")), ContainsSubstring("a torch storage of type encode"));
  CHECK_THAT(refusal_of_stream(storage_stream(none, 1, "a")), ContainsSubstring("is None"));
  CHECK_THAT(refusal_of_stream("PK\x03\x04"), ContainsSubstring("do not begin as torch writes a storage"));
  CHECK_THAT(refusal_of_element(call(global("torch.storage", "_load_from_bytes"), {bytes("")})),
             ContainsSubstring("no bytes"));
  CHECK_THAT(refusal_of_element(text("x") + "Q"), ContainsSubstring("outside of the pickle"));
}

TEST_CASE("a storage of a big-endian machine is refused", "[npy]") {
  auto stream = storage_stream(bytes_type, 1, "a");
  const auto flag = stream.find("little_endian") + 13;
  REQUIRE(stream[flag] == '\x88');
  stream[flag] = '\x89';
  CHECK_THAT(refusal_of_stream(stream), ContainsSubstring("big-endian machine"));
}

TEST_CASE("a tensor marked as conjugated is refused with the way out", "[npy]") {
  const auto rebuild = [&](const std::string& flag) {
    return call(global("torch._utils", "_rebuild_tensor_v2"),
                {byte_storage(1), integer(0), shape({}), shape({}), no, hooks, dict({text("conj"), flag})});
  };
  CHECK_THAT(refusal_of_element(rebuild(yes)), ContainsSubstring("'conj': call resolve_conj()"));
  CHECK(to_text(read_element(rebuild(no))) == "tensor uint8 () 00");
}

}  // namespace
}  // namespace wick
