// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/npy/npy_error.hpp>
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

const std::string f4 = dtype("f4", "<");
const std::string two_floats("\0\0\0\0\0\0\x80\x3F", 8);

std::string element_text(const std::string& opcodes) { return to_text(read_element(opcodes)); }

TEST_CASE("an element is what Python wrote", "[npy]") {
  CHECK(element_text(none) == "None");
  CHECK(element_text(yes) == "bool 1");
  CHECK(element_text(integer(-3)) == "int -3");
  CHECK(element_text("K\xFF") == "int 255");
  CHECK(element_text("M\xFF\xFF") == "int 65535");
  CHECK(element_text(std::string("\x8A\x00", 2)) == "int 0");
  CHECK(element_text("\x8A\x01\xFF") == "int -1");
  CHECK(element_text(std::string("\x8A\x08\0\0\0\0\0\0\0\x80", 10)) == "int -9223372036854775808");
  CHECK(element_text(real(-2)) == "float 00000000000000c0");
  CHECK(element_text(text("\xC3\xA9")) == "str \xC3\xA9");
  CHECK(element_text("\x8C\x02hi") == "str hi");
  CHECK(element_text(bytes("hi")) == "bytes 6869");
  CHECK(element_text("U\x02hi") == "bytes 6869");
  CHECK(element_text("T" + number(2, 4) + "hi") == "bytes 6869");
  CHECK(element_text("\x8E" + number(2, 8) + "hi") == "bytes 6869");
  CHECK(element_text("\x96" + number(2, 8) + "hi") == "bytes 6869");
  CHECK(element_text(call(global("builtins", "complex"), {real(0), real(-2)})) ==
        "complex 000000000000000000000000000000c0");
}

TEST_CASE("lists, tuples and dicts hold elements", "[npy]") {
  CHECK(element_text(list({integer(1), list({}), tuple({none})})) == "list of 3[int 1;list of 0[];tuple of 1[None;];]");
  CHECK(element_text(none + integer(1) + "\x86") == "tuple of 2[None;int 1;]");
  CHECK(element_text(dict({text("a"), integer(1), text("b"), list({none})})) ==
        "dict of 2{str a:int 1;str b:list of 1[None;];}");
  CHECK(element_text(empty_dict + text("a") + none + "s") == "dict of 1{str a:None;}");
}

TEST_CASE("a list that grows between its elements keeps their order", "[npy]") {
  std::string opcodes = empty_list;
  for (int i = 0; i < 5; ++i) opcodes += list({integer(i), integer(10 + i)}) + "a" + mark + integer(i) + none + "e";
  CHECK(
      element_text(opcodes) ==
      "list of 15[list of 2[int 0;int 10;];int 0;None;list of 2[int 1;int 11;];int 1;None;"
      "list of 2[int 2;int 12;];int 2;None;list of 2[int 3;int 13;];int 3;None;list of 2[int 4;int 14;];int 4;None;]");
}

TEST_CASE("an ndarray has its dtype, its order and its bytes", "[npy]") {
  CHECK(element_text(array(f4, shape({2}), bytes(two_floats))) == "ndarray <f4 (2,) 000000000000803f");
  CHECK(element_text(array(dtype("i2", ">"), shape({1, 1}), bytes("\1\2"))) == "ndarray >i2 (1, 1) 0102");
  CHECK(element_text(array(dtype("u1", "|"), shape({}), bytes("\7"))) == "ndarray |u1 () 07");
  CHECK(element_text(array(dtype("b1", "|"), shape({0, 3}), bytes(""))) == "ndarray |b1 (0, 3) ");
  // Fortran order: columns follow each other in the file.
  CHECK(element_text(array(dtype("u1", "|"), shape({2, 3}), bytes("\1\2\3\4\5\6"), yes)) ==
        "ndarray |u1 (2, 3) 010305020406");
}

TEST_CASE("an ndarray shares the buffer that its owner keeps", "[npy]") {
  ObjectNdarray array;
  {
    const auto element = read_element(test::pickle::array(f4, shape({2}), bytes(two_floats)));
    array = *element.get_if<ObjectNdarray>();
  }
  CHECK(array.strides == std::vector<std::int64_t>{4});
  CHECK(array.bytes.size() == 8);
  CHECK(std::to_integer<int>(array.bytes[7]) == 0x3F);
}

TEST_CASE("a numeric payload in protocol 2 is text to be encoded", "[npy]") {
  const auto payload = call(encode, {text("\xC3\xBF\x01"), text("latin1")});
  CHECK(element_text(array(dtype("u1", "|"), shape({2}), payload)) == "ndarray |u1 (2,) ff01");
  CHECK(element_text(array(dtype("u1", "|"), shape({0}), call(global("__builtin__", "bytes"), {}))) ==
        "ndarray |u1 (0,) ");
  CHECK_THAT(refusal_of_element(call(encode, {text("\xE2\x82\xAC"), text("latin1")})), ContainsSubstring("Latin-1"));
  CHECK_THAT(refusal_of_element(call(encode, {text("a"), text("rot13")})), ContainsSubstring("not as latin1"));
}

TEST_CASE("a text may stand for itself and for bytes, encoded more than once", "[npy]") {
  const auto word = text("\xC3\xA9z") + put(0);
  const auto again = call(encode, {get(0), text("latin1")});
  CHECK(element_text(tuple({word, again, get(0), again})) ==
        "tuple of 4[str \xC3\xA9z;bytes e97a;str \xC3\xA9z;bytes e97a;]");
}

TEST_CASE("protocol 5 gives an ndarray from a buffer", "[npy]") {
  const auto from_buffer = global("numpy._core.numeric", "_frombuffer");
  const auto six = "\x96" + number(6, 8) + "\1\2\3\4\5\6";
  const auto u1 = dtype("u1", "|");
  CHECK(element_text(call(from_buffer, {six, u1, shape({2, 3}), text("C")})) == "ndarray |u1 (2, 3) 010203040506");
  CHECK(element_text(call(from_buffer, {six, u1, shape({2, 3}), text("F")})) == "ndarray |u1 (2, 3) 010305020406");
  CHECK(element_text(call(from_buffer, {six, u1, shape({2, 3}), text("K"), shape({1, 0})})) ==
        "ndarray |u1 (3, 2) 010402050306");
  CHECK_THAT(refusal_of_element(call(from_buffer, {six, u1, shape({2, 3}), text("K"), shape({1, 1})})),
             ContainsSubstring("(1, 1) are no axes of shape (2, 3)"));
  CHECK_THAT(refusal_of_element(call(from_buffer, {six, u1, shape({7}), text("C")})),
             ContainsSubstring("6 bytes of data, 7 expected"));
  CHECK_THAT(refusal_of_element(call(from_buffer, {six, u1, shape({6}), text("A")})), ContainsSubstring("order"));
}

TEST_CASE("a nested object array is a list in C order, whatever its order was", "[npy]") {
  const auto items = list({integer(1), integer(2), integer(3), integer(4)});
  CHECK(element_text(array(object_dtype(), shape({2, 2}), items, yes)) ==
        "ndarray |O (2, 2)[int 1;int 2;int 3;int 4;]");
  CHECK_THAT(refusal_of_element(array(object_dtype(), shape({2, 3}), items)),
             ContainsSubstring("shape (2, 3) has a list of 4 elements"));
}

TEST_CASE("a NumPy scalar is an array without dimensions", "[npy]") {
  const auto scalar = global("numpy.core.multiarray", "scalar");
  const auto element = read_element(call(scalar, {f4, bytes(two_floats.substr(4))}));
  CHECK(to_text(element) == "scalar <f4 0000803f");
  CHECK(element.get_if<ObjectNdarray>()->is_scalar);
  CHECK_THAT(refusal_of_element(call(scalar, {f4, bytes("abc")})), ContainsSubstring("3 bytes of data, 4 expected"));
}

TEST_CASE("an object in the memo is the same one, and is built after it got there", "[npy]") {
  // As NumPy writes it: the second array refers to the dtype and to the callables of the first.
  const auto first =
      reconstruct + put(0) + tuple({ndarray_type + put(1), shape({0}) + put(2), bytes("b") + put(3)}) + reduce + put(4);
  const auto state = tuple({integer(1), shape({1}), f4 + put(5), no, bytes("abcd")}) + build;
  const auto second = get(0) + tuple({get(1), get(2), get(3)}) + reduce +
                      tuple({integer(1), shape({1}), get(5), no, bytes("efgh")}) + build;
  CHECK(element_text(tuple({first + state, get(4), second})) ==
        "tuple of 3[ndarray <f4 (1,) 61626364;ndarray <f4 (1,) 61626364;ndarray <f4 (1,) 65666768;]");
}

TEST_CASE("protocol 4 numbers the memo by itself, in frames", "[npy]") {
  const auto body =
      object_array({tuple({"\x8C\x01"
                           "a\x94",
                           "\x8C\x01"
                           "b\x94",
                           "h\x01", "h" + std::string(1, '\0')})});
  const auto file = npy(proto(4) + "\x95" + number(body.size() + 1, 8) + body + stop);
  CHECK(to_text(read(file).element(0)) == "tuple of 4[str a;str b;str b;str a;]");
  CHECK_THAT(refusal_of(npy(proto(4) + "\x95" + number(body.size() + 2, 8) + body + stop)),
             ContainsSubstring("a frame of"));
}

TEST_CASE("names of both NumPys and both Pythons are known", "[npy]") {
  for (const std::string module : {"numpy.core.multiarray", "numpy._core.multiarray", "numpy.core._internal"}) {
    const auto blank = call(global(module, "_reconstruct"), {ndarray_type, shape({0}),
                                                             "U\x01"
                                                             "b"});
    const auto state = tuple({integer(1), shape({1}), dtype("i1", "|"), integer(0),
                              "U\x01"
                              "x"}) +
                       build;
    CHECK(element_text(blank + state) == "ndarray |i1 (1,) 78");
  }
}

TEST_CASE("the header's shape is the pickle's", "[npy]") {
  const auto pickle = proto(4) + object_array({none, yes}) + stop;
  CHECK(read(npy(pickle, "(2,)")).shape() == Shape{2});
  CHECK_THAT(refusal_of(npy(pickle, "(7,)")), ContainsSubstring("shape (2,): (7,), as the header says, expected"));
  CHECK_THAT(refusal_of(npy(pickle, "(2, 1)")), ContainsSubstring("(2, 1)"));
}

TEST_CASE("an element that is not there is an error", "[npy]") {
  const auto array = read(npy(proto(4) + object_array({list({none}), empty_dict}) + stop, "(2,)"));
  CHECK(array.size() == 2);
  CHECK(array.path() == "x.npy");
  CHECK_THROWS_WITH(array.element(2), "no element 2: there are 2");
  CHECK_THROWS_AS(array.element(-1), Error);
  CHECK_THROWS_AS(array.element(0).get_if<ObjectList>()->element(1), Error);
  CHECK_THROWS_AS(array.element(1).get_if<ObjectDict>()->key(0), Error);
  CHECK_THROWS_AS(array.element(1).get_if<ObjectDict>()->value(0), Error);
}

TEST_CASE("an object array is read from a file, and bytes behind it are ignored", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder.write("x.npy", file_of(integer(7)) + "more");
  const auto array = read_object_array(path);
  CHECK(to_text(array.element(0)) == "int 7");
  CHECK(array.path() == path);
}

TEST_CASE("an array of another dtype is no object array", "[npy]") {
  const auto file = test::header_file(test::header_text("'<f4'", "(1,)")) + "abcd";
  CHECK(refusal_of(file) == "x.npy: dtype <f4: an object array (|O) expected");
  const auto fields = test::header_file(test::header_text("[('a', '|O')]", "(1,)")) + "abcd";
  CHECK_THAT(refusal_of(fields), ContainsSubstring("fields that hold Python objects"));
  const auto pickled = npy(proto(4) + array(f4, shape({1}), bytes("abcd")) + stop);
  CHECK_THAT(refusal_of(pickled), ContainsSubstring("no object array"));
}

}  // namespace
}  // namespace wick
