// SPDX-License-Identifier: MIT
//
// Pickles that would do something in Python, and broken ones. None may do anything here but end in an error.

#include <wick/npy/object_array.hpp>

#include "pickle_writer.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <support/prelude.hpp>

namespace wick {
namespace {

using Catch::Matchers::ContainsSubstring;
using namespace test::pickle;

std::string refusal_of_pickle(const std::string& opcodes) { return refusal_of(npy(proto(4) + opcodes)); }

TEST_CASE("a pickle that refers to anything but data is refused by name", "[npy]") {
  const auto [module, name] =
      GENERATE(table<std::string, std::string>({{"os", "system"},
                                                {"posix", "system"},
                                                {"nt", "system"},
                                                {"subprocess", "Popen"},
                                                {"builtins", "eval"},
                                                {"builtins", "exec"},
                                                {"builtins", "getattr"},
                                                {"builtins", "__import__"},
                                                {"builtins", "range"},
                                                {"__builtin__", "eval"},
                                                {"operator", "attrgetter"},
                                                {"functools", "partial"},
                                                {"copyreg", "_reconstructor"},
                                                {"copy_reg", "_reconstructor"},
                                                {"runpy", "_run_code"},
                                                {"pickle", "loads"},
                                                {"numpy", "memmap"},
                                                {"numpy", "matrix"},
                                                {"numpy", "load"},
                                                {"numpy.rec", "recarray"},
                                                {"numpy.ma.core", "_mareconstruct"},
                                                {"numpy.testing._private.utils", "runstring"},
                                                {"numpy._core._internal", "_convert_to_stringdtype_kwargs"},
                                                {"torch", "load"},
                                                {"torch", "Size"},
                                                {"torch", "Tensor"},
                                                {"torch._utils", "_rebuild_sparse_tensor"},
                                                {"torch._tensor", "_rebuild_from_type_v2"},
                                                {"torch.serialization", "_get_layout"},
                                                {"torch.hub", "load"},
                                                {"numpy", "_reconstruct"},
                                                {"", ""}}));
  const std::string fact = "refers to " + module + "." + name +
                           ": wick never calls anything; only ndarrays, torch tensors, scalars and strings can be read";
  CHECK_THAT(refusal_of_element(call(global(module, name), {text("id")})), ContainsSubstring(fact));
  CHECK_THAT(refusal_of_element(text(module) + text(name) + "\x93"), ContainsSubstring(fact));
  CHECK_THAT(refusal_of_pickle(global(module, name) + stop),
             ContainsSubstring("x.npy: byte " + std::to_string(npy(proto(4)).size()) + ": pickle: " + fact));
}

TEST_CASE("a name is shown without what a terminal would obey, and not at any length", "[npy]") {
  CHECK_THAT(refusal_of_element(text("a\x1B[2J") + text("b") + "\x93"), ContainsSubstring("refers to a\\x1b[2J.b:"));
  CHECK(refusal_of_element(text(std::string(100'000, 'a')) + text(std::string(100'000, 'b')) + "\x93").size() < 400);
  CHECK_THAT(refusal_of_pickle("c" + std::string(1000, 'a') + "\nb\n."), ContainsSubstring("at most 512 bytes"));
}

TEST_CASE("opcodes that make objects are refused by name", "[npy]") {
  const auto [opcode, name] = GENERATE(table<std::string, std::string>({{"i", "INST"},
                                                                        {"o", "OBJ"},
                                                                        {"\x81", "NEWOBJ"},
                                                                        {"\x92", "NEWOBJ_EX"},
                                                                        {"\x82", "EXT"},
                                                                        {"\x83", "EXT"},
                                                                        {"\x84", "EXT"},
                                                                        {"P", "PERSID"},
                                                                        {"\x8B", "LONG4"},
                                                                        {"\x97", "outside of the pickle"},
                                                                        {"I", "0x49"},
                                                                        {"0", "0x30"},
                                                                        {"2", "0x32"},
                                                                        {"\x8F", "0x8F"},
                                                                        {"\x01", "0x01"},
                                                                        {"\x02", "0x02"},
                                                                        {std::string(1, '\0'), "0x00"}}));
  CHECK_THAT(refusal_of_element(opcode), ContainsSubstring("pickle opcode 0x") && ContainsSubstring(name));
}

TEST_CASE("known names are called only as NumPy, torch and Python call them", "[npy]") {
  CHECK_THAT(refusal_of_element(call(ndarray_type, {})), ContainsSubstring("calls numpy.ndarray"));
  CHECK_THAT(refusal_of_element(call(global("torch", "float32"), {})), ContainsSubstring("calls torch.float32"));
  CHECK_THAT(refusal_of_element(call(text("os.system"), {})), ContainsSubstring("what is called is a string"));
  CHECK_THAT(refusal_of_element(reconstruct + none + "R"),
             ContainsSubstring("the arguments is None: a tuple expected"));
  CHECK_THAT(refusal_of_element(call(reconstruct, {ndarray_type})),
             ContainsSubstring("with 1 arguments: 3 to 3 expected"));
  CHECK_THAT(refusal_of_element(call(reconstruct, {encode, shape({0}), bytes("b")})),
             ContainsSubstring("makes an array of _codecs.encode"));
  CHECK_THAT(refusal_of_element(call(encode, {none, text("latin1")})), ContainsSubstring("is None: a string expected"));
  CHECK_THAT(refusal_of_element(call(global("builtins", "bytes"), {integer(1 << 30)})),
             ContainsSubstring("bytes expected"));
  CHECK_THAT(refusal_of_element(call(global("builtins", "complex"), {none, none})),
             ContainsSubstring("a float expected"));
  CHECK_THAT(refusal_of_element(call(global("collections", "OrderedDict"), {list({})})), ContainsSubstring("0 to 0"));
}

TEST_CASE("states and items are set only where they belong", "[npy]") {
  CHECK_THAT(refusal_of_element(empty_dict + dict({text("__class__"), none}) + build),
             ContainsSubstring("what a state is set of is a dict: an ndarray or a dtype expected"));
  CHECK_THAT(refusal_of_element(empty_list + none + none + "s"), ContainsSubstring("is a list: a dict expected"));
  CHECK_THAT(refusal_of_element(blank_array() + mark + none + none + "u"), ContainsSubstring("is an ndarray: a dict"));
  CHECK_THAT(refusal_of_element(empty_dict + none + "a"), ContainsSubstring("is a dict: a list expected"));
  CHECK_THAT(refusal_of_element(empty_tuple + mark + none + "e"), ContainsSubstring("is a tuple: a list expected"));
  CHECK_THAT(refusal_of_element(empty_dict + mark + none + "u"), ContainsSubstring("without its value"));
}

TEST_CASE("an array's state is checked, and set once", "[npy]") {
  const auto f4 = dtype("f4", "<");
  const auto state = tuple({integer(1), shape({1}), f4, no, bytes("abcd")});
  CHECK_THAT(refusal_of_element(blank_array()), ContainsSubstring("never gets its state"));
  CHECK_THAT(refusal_of_element(blank_array() + state + build + state + build), ContainsSubstring("twice"));
  CHECK_THAT(refusal_of_element(blank_array() + tuple({integer(1)}) + build),
             ContainsSubstring("has 1 items: 5 expected"));
  CHECK_THAT(refusal_of_element(blank_array() + tuple({integer(2), shape({1}), f4, no, bytes("abcd")}) + build),
             ContainsSubstring("version 2"));
  CHECK_THAT(refusal_of_element(array(f4, shape({2}), bytes("abcd"))),
             ContainsSubstring("has 4 bytes of data, 8 expected"));
  CHECK_THAT(refusal_of_element(array(f4, shape({-1}), bytes("abcd"))), ContainsSubstring("negative extent -1"));
  CHECK_THAT(refusal_of_element(array(f4, shape({1}), list({}))), ContainsSubstring("is a list: bytes expected"));
  CHECK_THAT(refusal_of_element(array(f4, shape({1}), text("abcd"))), ContainsSubstring("is a string: bytes expected"));
  CHECK_THAT(refusal_of_element(array(f4, none, bytes("abcd"))), ContainsSubstring("a tuple expected"));
  CHECK_THAT(refusal_of_element(array(none, shape({1}), bytes("abcd"))), ContainsSubstring("a dtype expected"));
  CHECK_THAT(refusal_of_element(array(f4, shape({1}), bytes("abcd"), integer(2))), ContainsSubstring("True or False"));
  CHECK_THAT(refusal_of_element(array(f4, shape(std::vector<int>(65, 1)), bytes("abcd"))),
             ContainsSubstring("has 65 dimensions: at most 64 expected"));
  CHECK_THAT(refusal_of_element(array(f4, shape({1 << 30, 1 << 30, 1 << 30}), bytes("abcd"))),
             ContainsSubstring("4 bytes"));
  CHECK_THAT(
      refusal_of_element(array(dtype("S0", "|", {none, none, none, integer(0)}), shape({1 << 30, 4}), bytes(""))),
      ContainsSubstring("elements of 0 bytes"));
  CHECK_THAT(refusal_of_element(array(object_dtype(), shape({1}), bytes("abcdefgh"))),
             ContainsSubstring("a list expected"));
}

TEST_CASE("the list of an object array does not grow afterwards", "[npy]") {
  const auto items = list({none}) + put(0);
  CHECK_THAT(refusal_of_element(tuple({array(object_dtype(), shape({1}), items), get(0) + none + "a"})),
             ContainsSubstring("adds to a list that an array is made of"));
}

TEST_CASE("elements that are no data are refused", "[npy]") {
  CHECK_THAT(refusal_of_element(ndarray_type), ContainsSubstring("an element is a name"));
  CHECK_THAT(refusal_of_element(list({dtype("f4", "<")})), ContainsSubstring("an element is a dtype"));
  CHECK_THAT(refusal_of_element(storage(storage_stream(global("torch", "ByteStorage"), 1, "a"))),
             ContainsSubstring("an element is a torch storage"));
  CHECK_THAT(refusal_of_element(std::string("\x8A\x09\0\0\0\0\0\0\0\0\x01", 11)),
             ContainsSubstring("an int of 9 bytes: at most 8 (int64)"));
  CHECK_THAT(refusal_of_element(text("\xFF")), ContainsSubstring("not UTF-8"));
  CHECK_THAT(refusal_of_element(text("\xED\xA0\x80")), ContainsSubstring("not UTF-8"));
}

TEST_CASE("a broken pickle is refused where it breaks", "[npy]") {
  CHECK_THAT(refusal_of(npy("")), ContainsSubstring("ends before its STOP"));
  CHECK_THAT(refusal_of(npy("N.")), ContainsSubstring("protocol 2, 3, 4 or 5 expected"));
  CHECK_THAT(refusal_of(npy(proto(6) + "N.")), ContainsSubstring("protocol 2, 3, 4 or 5 expected"));
  CHECK_THAT(refusal_of(npy(proto(1) + "N.")), ContainsSubstring("protocol 2, 3, 4 or 5 expected"));
  CHECK_THAT(refusal_of_pickle("N."), ContainsSubstring("the pickle of an object array is None"));
  CHECK_THAT(refusal_of_pickle("."), ContainsSubstring("takes more from the stack than there is"));
  CHECK_THAT(refusal_of_pickle("NN."), ContainsSubstring("more than one value"));
  CHECK_THAT(refusal_of_pickle("(."), ContainsSubstring("takes more from the stack"));
  CHECK_THAT(refusal_of_pickle("(N\x86."), ContainsSubstring("takes more from the stack"));
  CHECK_THAT(refusal_of_pickle("Nt."), ContainsSubstring("looks for a mark"));
  CHECK_THAT(refusal_of_pickle("R."), ContainsSubstring("takes more from the stack"));
  CHECK_THAT(refusal_of_pickle("\x94."), ContainsSubstring("takes more from the stack"));
  CHECK_THAT(refusal_of_pickle("B\xFF\xFF\xFF\xFF"
                               "abc."),
             ContainsSubstring("4294967295 bytes expected, 4 found"));
  CHECK_THAT(refusal_of_pickle("\x8E\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF."),
             ContainsSubstring("18446744073709551615 bytes"));
  CHECK_THAT(refusal_of_pickle("\x95\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFFN."),
             ContainsSubstring("a frame of 18446744073709551615"));
}

}  // namespace
}  // namespace wick
