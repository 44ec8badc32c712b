// SPDX-License-Identifier: MIT
#include <wick/npy/object_array.hpp>

#include "pickle_writer.hpp"

#include <string>
#include <vector>

#include <support/prelude.hpp>

namespace wick {
namespace {

using Catch::Matchers::ContainsSubstring;
using namespace test::pickle;

// The descr of an array without elements of this dtype.
std::string descr_of(const std::string& dtype) {
  return read_element(array(dtype, shape({0}), bytes(""))).get_if<ObjectNdarray>()->dtype.descr;
}

std::string refusal_of_dtype(const std::string& dtype) {
  return refusal_of_element(array(dtype, shape({0}), bytes("")));
}

std::string blank_dtype(std::string_view code) { return call(global("numpy", "dtype"), {text(code), no, yes}); }

// A structured dtype of fields, each (name, dtype, offset).
std::string structure(const std::string& names, const std::string& fields, int itemsize) {
  return dtype("V" + std::to_string(itemsize), "|", {none, names, fields, integer(itemsize)});
}

// datetime64 of a unit.
std::string time(const std::string& unit, int number, int divisor = 1) {
  const auto metadata = tuple({none, tuple({bytes(unit), integer(number), integer(divisor), integer(1)})});
  return blank_dtype("M8") +
         tuple({integer(4), text(">"), none, none, none, integer(-1), integer(-1), integer(0), metadata}) + build;
}

TEST_CASE("a pickled dtype takes its byte order from its state", "[npy]") {
  CHECK(descr_of(dtype("f4", "<")) == "<f4");
  CHECK(descr_of(dtype("f4", ">")) == ">f4");
  CHECK(descr_of(dtype("u1", "|")) == "|u1");
  CHECK(descr_of(dtype("U3", ">", {none, none, none, integer(12)})) == ">U3");
  CHECK(descr_of(dtype("S5", "|", {none, none, none, integer(5)})) == "|S5");
  CHECK_THAT(refusal_of_dtype(dtype("f4", "|")), ContainsSubstring("no byte order"));
  CHECK_THAT(refusal_of_dtype(dtype("f4", "=")), ContainsSubstring("'<', '>' or '|' expected"));
  CHECK_THAT(refusal_of_dtype(dtype("f3", "<")), ContainsSubstring("'f3' is no dtype"));
  CHECK_THAT(refusal_of_dtype(dtype("float32", "<")), ContainsSubstring("'float32' is no dtype"));
}

TEST_CASE("a pickled time has its unit", "[npy]") {
  CHECK(descr_of(time("us", 25)) == ">M8[25us]");
  CHECK(descr_of(time("D", 1)) == ">M8[D]");
  CHECK(descr_of(time("generic", 1)) == ">M8");
  CHECK_THAT(refusal_of_dtype(time("us", 1, 2)), ContainsSubstring("divided"));
  CHECK_THAT(refusal_of_dtype(time("us]; import os", 1)), ContainsSubstring("no dtype"));
}

TEST_CASE("a pickled structure has its fields, and padding where they leave room", "[npy]") {
  const auto fields = dict({text("b"), tuple({dtype("i2", ">"), integer(6)}), text("a"),
                            tuple({dtype("f4", "<"), integer(0), text("title")})});
  CHECK(descr_of(structure(tuple({text("a"), text("b")}), fields, 10)) ==
        "[(('title', 'a'), '<f4'), ('', '|V2'), ('b', '>i2'), ('', '|V2')]");
  CHECK_THAT(refusal_of_dtype(structure(tuple({text("b"), text("a")}), fields, 10)),
             ContainsSubstring("before the end"));
  CHECK_THAT(refusal_of_dtype(structure(tuple({text("a"), text("c")}), fields, 10)),
             ContainsSubstring("without the field c"));
  CHECK_THAT(refusal_of_dtype(structure(tuple({text("a"), text("a")}), fields, 10)), ContainsSubstring("or with two"));
  CHECK_THAT(refusal_of_dtype(structure(tuple({text("a"), text("b")}), fields, 7)),
             ContainsSubstring("before the end"));
  CHECK_THAT(refusal_of_dtype(structure(tuple({text("a")}), none, 4)), ContainsSubstring("a dict expected"));
  CHECK_THAT(refusal_of_dtype(structure(tuple({text("a")}), dict({text("a"), tuple({none, integer(0)})}), 4)),
             ContainsSubstring("no dtype"));
}

TEST_CASE("a pickled sub-array is its element and a shape", "[npy]") {
  const auto pair = dtype("V8", "|", {tuple({dtype("f4", "<"), shape({2})}), none, none, integer(8)});
  CHECK(descr_of(structure(tuple({text("a")}), dict({text("a"), tuple({pair, integer(0)})}), 8)) ==
        "[('a', '<f4', (2,))]");
  CHECK_THAT(refusal_of_dtype(pair), ContainsSubstring("sub-array"));
  const auto wrong = dtype("V8", "|", {tuple({dtype("f4", "<"), shape({3})}), none, none, integer(8)});
  CHECK_THAT(refusal_of_dtype(wrong), ContainsSubstring("does not have 8 bytes"));
}

TEST_CASE("a dtype that says it holds Python objects in numbers is refused", "[npy]") {
  CHECK_THAT(refusal_of_dtype(dtype("f8", "<", {none, none, none, integer(-1)}, 63)),
             ContainsSubstring("holds Python objects"));
  const auto fields = dict({text("a"), tuple({object_dtype(), integer(0)})});
  CHECK_THAT(refusal_of_dtype(dtype("V8", "|", {none, tuple({text("a")}), fields, integer(8)}, 63)),
             ContainsSubstring("fields that hold Python objects"));
}

TEST_CASE("a dtype in use keeps its state", "[npy]") {
  // The array is checked against 1 byte an element; then the dtype would grow.
  const auto state = tuple({integer(3), text("|"), none, none, none, integer(-1), integer(-1), integer(0)});
  const auto used = array(blank_dtype("V1") + put(0), shape({1}), bytes("x"));
  CHECK_THAT(refusal_of_element(tuple({used, get(0) + state + build})), ContainsSubstring("already in use"));
  CHECK_THAT(refusal_of_element(array(dtype("i1", "|") + state + build, shape({1}), bytes("x"))),
             ContainsSubstring("already in use"));
}

TEST_CASE("a dtype that is part of itself is refused", "[npy]") {
  const auto base = blank_dtype("V8") + put(0);
  const auto itself =
      tuple({integer(3), text("|"), tuple({get(0), shape({1})}), none, none, integer(8), integer(-1), integer(0)});
  CHECK_THAT(refusal_of_dtype(base + itself + build), ContainsSubstring("itself"));
  const auto fields = dict({text("a"), tuple({get(0), integer(0)})});
  const auto as_field =
      tuple({integer(3), text("|"), none, tuple({text("a")}), fields, integer(8), integer(-1), integer(0)});
  CHECK(descr_of(base + as_field + build) == "[('a', '|V8')]");  // as it was before it got its fields
}

TEST_CASE("other states of dtypes are refused", "[npy]") {
  const auto with = [](const std::string& state) { return refusal_of_dtype(blank_dtype("f4") + state + build); };
  CHECK_THAT(with(none), ContainsSubstring("the state of a dtype is None: a tuple expected"));
  CHECK_THAT(with(empty_tuple), ContainsSubstring("with 0 items"));
  CHECK_THAT(with(tuple({integer(3), text("<")})), ContainsSubstring("3 with 8 or 4 with 9 expected"));
  CHECK_THAT(with(tuple({integer(5), text("<"), none, none, none, integer(-1), integer(-1), integer(0)})),
             ContainsSubstring("version 5"));
  CHECK_THAT(refusal_of_dtype(dtype("f4", "<", {none, none, none, integer(5)})),
             ContainsSubstring("has 5 bytes: 4 expected"));
  CHECK_THAT(refusal_of_dtype(dtype("f4", "<", {none, tuple({}), dict({}), integer(4)})),
             ContainsSubstring("has fields"));
}

}  // namespace
}  // namespace wick
