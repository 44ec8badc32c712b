// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/npy/byteswap.hpp>
#include <wick/npy/npy_error.hpp>

#include "header_file.hpp"
#include "numpy_script.hpp"

#include <bit>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include <support/prelude.hpp>

namespace wick {
namespace {

using test::error_of;
using test::parse_descr;

// The foreign order, as dtypes write it.
const std::string foreign = std::endian::native == std::endian::little ? ">" : "<";
const std::string native = foreign == ">" ? "<" : ">";

// `>` and `<` in a descr stand for the foreign and the native order.
std::string orders(std::string descr) {
  for (char& c : descr) {
    if (c == '>') {
      c = foreign[0];
    } else if (c == '<') {
      c = native[0];
    }
  }
  return descr;
}

Byteswap byteswap(const std::string& descr) { return Byteswap(parse_descr(orders(descr)), "x.npy"); }

// What becomes of the bytes 'a', 'b', 'c', ...
std::string swapped(const std::string& descr, std::size_t count) {
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i) bytes += static_cast<char>('a' + i);
  byteswap(descr).run(std::as_writable_bytes(std::span(bytes)));
  return bytes;
}

TEST_CASE("elements of every width are swapped, a complex number as two and a string by characters", "[npy]") {
  CHECK(swapped("'>u2'", 6) == "badcfe");
  CHECK(swapped("'>f4'", 8) == "dcbahgfe");
  CHECK(swapped("'>i8'", 8) == "hgfedcba");
  CHECK(swapped("'>M8[us]'", 8) == "hgfedcba");
  CHECK(swapped("'>c8'", 8) == "dcbahgfe");
  CHECK(swapped("'>f16'", 16) == "ponmlkjihgfedcba");
  CHECK(swapped("'>c32'", 32) == swapped("'>f16'", 32));
  CHECK(swapped("'>U2'", 16) == "dcbahgfelkjiponm");
}

TEST_CASE("fields without bytes may be any number of elements", "[npy]") {
  CHECK(swapped("[('e', '|S0', (1099511627776, 1099511627776)), ('a', '>u2')]", 4) == "badc");
}

TEST_CASE("what has no byte order, or this machine's, stays", "[npy]") {
  for (const char* descr : {"'|S4'", "'|V4'", "'|b1'", "'|u1'", "'<f4'", "'<U1'", "'>U0'", "[]", "[('a', '|S4')]"}) {
    CAPTURE(descr);
    CHECK(byteswap(descr).is_identity());
    CHECK(swapped(descr, 8) == "abcdefgh");
  }
}

TEST_CASE("fields are swapped one by one, in structures and sub-arrays too", "[npy]") {
  CHECK(swapped("[('a', '>u2'), ('', '|V1'), ('b', '<u2'), ('s', '|S1'), ('c', '>u2')]", 16) == "bacdefhgjiklmnpo");
  CHECK(swapped("[('a', '|u1'), ('b', '>u2', (2, 1))]", 10) == "acbedfhgji");
  CHECK(swapped("[('p', [('x', '|u1'), ('y', '>u2')], (2,)), ('z', '>u2')]", 8) == "acbdfehg");
  CHECK(swapped("[('a', ('>u2', (2,)), (2,)), ('e', '>u2', (0,))]", 8) == "badcfehg");
  CHECK(swapped("[('a', '>u2'), ('', '>u2', (1,))]", 4) == "bacd");
}

TEST_CASE("the native dtype is spelled as NumPy spells it", "[npy]") {
  const auto spelled = [](const std::string& descr) { return byteswap(descr).native().descr; };
  CHECK(spelled("'>M8[25us]'") == orders("<M8[25us]"));
  CHECK(spelled("'>U3'") == orders("<U3"));
  CHECK(spelled("[(('title', 'a'), '>f4', (2,)), ('', '|V3'), ('b', [('c', ('>i2', (1,)), (2,)), ('d', '|S1')])]") ==
        orders("[(('title', 'a'), '<f4', (2,)), ('', '|V3'), ('b', [('c', ('<i2', (1,)), (2,)), ('d', '|S1')])]"));
  CHECK(spelled("[('a', '>f4', (0,))]") == orders("[('a', '<f4', (0,))]"));
  CHECK(byteswap("'>i4'").native() == native_dtype("i4"));
  const Dtype structure = byteswap("[('a', '>f4'), ('b', '|S3')]").native();
  CHECK(structure.itemsize == 7);
  CHECK(structure.structured);
}

TEST_CASE("a sub-array costs no memory for its elements", "[npy]") {
  CHECK_FALSE(byteswap("[('a', [('b', '>i2'), ('c', '|S1')], (700000000,))]").is_identity());
}

TEST_CASE("objects have no byte order", "[npy]") {
  CHECK(error_of([] { byteswap("'|O'"); }) == "x.npy: dtype |O: Python objects have no byte order");
  CHECK(error_of([] { byteswap("[('a', '>f4'), ('b', '|O')]"); }).find("no byte order") != std::string::npos);
}

TEST_CASE("NumPy makes the same bytes and the same descr", "[npy]") {
  const test::TempFolder folder;
  const auto lines = test::run_numpy(R"(
dtypes = ['>f2', '>i4', '>u8', '>c8', '>c16', '>U3', '>M8[ns]', '>m8[25us]', '>f8',
          [('a', '>f4'), ('b', '<f4'), ('c', '>c8', (2, 3)),
           ('n', [('x', '>i2'), ('s', '|S3'), ('u', '>U2', (2,))], (2,))],
          np.dtype([('a', '|u1'), ('b', '>f8'), ('c', '|S3')], align=True)]
for i, d in enumerate(dtypes):
    d = np.dtype(d)
    raw = np.random.default_rng(i).integers(0, 64, 5 * d.itemsize, 'u1')
    raw.tofile(f'{i}.raw')
    swap = np.lib.format.dtype_to_descr(d.newbyteorder('='))
    native = raw.copy()  # a copy of the structures could lose the bytes between fields
    def run(view):
        if view.dtype.names:
            for name in view.dtype.names: run(view[name])
        else:
            if view.dtype.byteorder == '>': view.byteswap(inplace=True)
    run(native.view(d))
    native.tofile(f'{i}.native')
    print(i, repr(np.lib.format.dtype_to_descr(d)), repr(swap), sep='\t')
)",
                                     folder.path());
  if (!lines || foreign != ">") return;
  INFO(*lines);
  REQUIRE_FALSE(lines->starts_with("failed"));
  const auto content = [&](const std::string& name) {
    std::ifstream file(folder / name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  std::istringstream table(*lines);
  int cases = 0;
  for (std::string number, descr, expected;
       std::getline(table, number, '\t') && std::getline(table, descr, '\t') && std::getline(table, expected);
       ++cases) {
    CAPTURE(descr);
    const Byteswap swap(parse_descr(descr), "x.npy");
    const Dtype wanted = parse_descr(expected);
    CHECK(swap.native() == wanted);
    std::string bytes = content(number + ".raw");
    swap.run(std::as_writable_bytes(std::span(bytes)));
    CHECK(bytes == content(number + ".native"));
  }
  CHECK(cases == 11);
}

}  // namespace
}  // namespace wick
