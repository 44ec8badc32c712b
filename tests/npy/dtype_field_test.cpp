// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/npy/dtype_field.hpp>
#include <wick/npy/npy_error.hpp>

#include "header_file.hpp"
#include "numpy_script.hpp"

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <support/prelude.hpp>

namespace wick {
namespace {

using Catch::Matchers::ContainsSubstring;
using test::error_of;
using test::parse_descr;

std::vector<DtypeField> fields(std::string_view descr) { return fields_of(parse_descr(descr), "x.npy"); }

DtypeField find(std::string_view descr, std::string_view name) { return find_field(parse_descr(descr), name, "x.npy"); }

TEST_CASE("fields have their dtypes and the offsets that NumPy gives them", "[npy]") {
  const auto all = fields("[('a', '|u1'), ('', '|V3'), (('Title', 'b'), '>i4'), ('c', '<f8', (2, 3)), ('s', '<U3')]");
  REQUIRE(all.size() == 4);
  CHECK(all[0].name == "a");
  CHECK(all[0].dtype.descr == "|u1");
  CHECK(all[0].offset == 0);
  CHECK_FALSE(all[0].title);
  CHECK(all[1].name == "b");
  CHECK(all[1].title == "Title");
  CHECK(all[1].dtype.descr == ">i4");
  CHECK(all[1].offset == 4);
  CHECK(all[1].shape.empty());
  CHECK(all[2].dtype.descr == "<f8");
  CHECK(all[2].offset == 8);
  CHECK(all[2].shape == Shape{2, 3});
  CHECK(all[2].strides == Shape{24, 8});
  CHECK(all[3].offset == 56);
  CHECK(all[3].dtype.itemsize == 12);
}

TEST_CASE("bytes without a name are no field, whatever NumPy takes for such", "[npy]") {
  CHECK(fields("[]").empty());
  CHECK(fields("[('', '|V8')]").empty());
  const auto descr = GENERATE(as<std::string>(), "[('', '|V8'), ('a', '|u1')]", "[('', '|V4', (2,)), ('a', '|u1')]",
                              "[('', '<f4', (2,)), ('a', '|u1')]", "[('', '<f4'), ('a', '|u1', (1,)), ('', '|V4')]",
                              "[('', '|V4'), ('', ('<f4', (1,))), ('a', '|u1')]",
                              "[('', [('b', '<f4')], (2,)), ('a', '|u1')]", "[('', ('|V8', ())), ('a', '|u1')]");
  CAPTURE(descr);
  const auto field = find(descr, "a");
  const bool named = descr.starts_with("[('', '<f4'), ");  // which NumPy takes for a field without a name
  CHECK(fields(descr).size() == (named ? 2 : 1));
  CHECK(field.offset == (named ? 4 : 8));
}

TEST_CASE("names may be empty where a title or fields of their own show that they are meant", "[npy]") {
  CHECK(find("[('', '<f4')]", "").offset == 0);
  CHECK(find("[(('t', ''), '|V3'), ('a', '|u1')]", "t").dtype.descr == "|V3");
  CHECK(find("[('', [('a', '|u1')]), ('b', '|u1')]", ".a").offset == 0);
}

TEST_CASE("sub-arrays of sub-arrays are one", "[npy]") {
  const auto field = find("[('c', ('<f8', (5,)), (2,))]", "c");
  CHECK(field.dtype.descr == "<f8");
  CHECK(field.shape == Shape{2, 5});
  CHECK(field.strides == Shape{40, 8});
}

constexpr std::string_view nested =
    "[('id', '|u1'), ('', '|V3'), ('p', [('x', '<f4'), ('y', '<f4', (2,)), (('Depth', 'z'), '|u1')], (3,)), "
    "('q', [('r', [('s', '|i1'), ('t', '<i2')])])]";

TEST_CASE("fields of fields have the names of those around them before a dot", "[npy]") {
  const auto y = find(nested, "p.y");
  CHECK(y.name == "p.y");
  CHECK(y.dtype.descr == "<f4");
  CHECK(y.offset == 8);
  CHECK(y.shape == Shape{3, 2});
  CHECK(y.strides == Shape{13, 4});
  CHECK(find(nested, "p.Depth").offset == 16);
  CHECK(find(nested, "q.r.t").offset == 44);
  CHECK(find(nested, "q.r").dtype.descr == "[('s', '|i1'), ('t', '<i2')]");
  CHECK(find(nested, "p").strides == Shape{13});
}

TEST_CASE("a name with a dot of its own is found, and before nested fields", "[npy]") {
  const std::string_view descr =
      "[('a', [('b', '<f4'), ('b.c', '|u1'), ('d', '<f2')]), ('a.b', [('c', '<i4'), ('e', '<i8')])]";
  CHECK(find(descr, "a.b").dtype.structured);
  CHECK(find(descr, "a.b.c").dtype.descr == "<i4");
  CHECK(find(descr, "a.b.e").dtype.descr == "<i8");
  CHECK(find(descr, "a.d").dtype.descr == "<f2");  // not in 'a.b', which is not even a prefix
  CHECK(find("[('a', [('b.c', '|u1')]), ('a.b', [('d', '<i4')])]", "a.b.c").dtype.descr == "|u1");
  CHECK(find("[('it\\'s', '<f4'), ('\\u20ac', '<f8'), ('n\\nl', '|u1')]", "n\nl").offset == 12);
}

TEST_CASE("an unknown field is told apart with the nearest known", "[npy]") {
  const auto message = [](std::string_view name) { return error_of([&] { find(nested, name); }); };
  CHECK(message("ide") == "x.npy: there is no field 'ide'; nearest: 'id'");
  CHECK(message("nothing") == "x.npy: there is no field 'nothing'; there are: 'id', 'p', 'q'");
  CHECK(message("q.r.tt") == "x.npy: there is no field 'tt' in 'q.r'; nearest: 't'");
  CHECK_THAT(message("id.x"), ContainsSubstring("no field 'id.x'"));
  CHECK(message("p.") == "x.npy: there is no field '' in 'p'; there are: 'x', 'y', 'z'");
  CHECK_THAT(message("p.x.y"), ContainsSubstring("no field 'x.y' in 'p'"));
  CHECK_THAT(error_of([] { find("[('', '|V8')]", "a"); }), ContainsSubstring("no fields at all"));
  CHECK(message(std::string(100'000, 'x')).size() < 300);
  CHECK(message(std::string(100'000, '.')).size() < 300);
}

TEST_CASE("a field is strided where offset and strides are multiples of its size", "[npy]") {
  const auto [descr, name, strided] =
      GENERATE(table<std::string, std::string, bool>({{"[('a', '<f4'), ('b', '<f4')]", "b", true},
                                                      {"[('a', '|u1'), ('b', '<f4')]", "b", false},
                                                      {"[('a', '|u1'), ('b', '<f4')]", "a", true},
                                                      {"[('a', '<f4'), ('b', '|u1')]", "a", false},
                                                      {"[('a', '<f8'), ('b', '<c16')]", "b", false},
                                                      {"[('a', '<c16'), ('b', '<f8')]", "b", true},
                                                      {"[('a', '<f4', (3, 3)), ('b', '<f4')]", "a", true},
                                                      {"[('p', [('x', '<f4'), ('y', '|u1')], (4,))]", "p.x", false},
                                                      {"[('p', [('x', '<f4'), ('y', '|u1')], (4,))]", "p.y", true},
                                                      {"[('p', '|S0'), ('y', '|u1')]", "p", false}}));
  CAPTURE(descr, name);
  CHECK(find(descr, name).is_strided(parse_descr(descr).itemsize) == strided);
}

TEST_CASE("only a structured dtype has fields", "[npy]") {
  const auto descr = GENERATE(as<std::string>(), "'<f4'", "'|V8'", "'|O'", "'<U3'");
  CHECK_THROWS_WITH(fields(descr), ContainsSubstring("structured dtype expected"));
  CHECK_THROWS_AS(find(descr, "a"), NpyError);
}

TEST_CASE("a dtype made by hand that no header could say is refused", "[npy]") {
  const auto descr =
      GENERATE(as<std::string>(), "<f4", "", "[", "[('a', '<f4')", "[('a', '<f4'), ('a', '<f4')]", "[('a', '<f4')]",
               "[4]", "{'a': 1}", "('<f4', (2,))", "[('a', '<f4', (-2,))]", "[('a', '<x8')]");
  CAPTURE(descr);
  Dtype dtype;
  dtype.structured = true;
  dtype.descr = descr;
  dtype.itemsize = 8;
  CHECK_THROWS_AS(fields_of(dtype, "x.npy"), NpyError);
}

TEST_CASE("nesting, dimensions and products have limits", "[npy]") {
  const auto nest = [](int levels) {
    std::string descr = "'|u1'";
    for (int i = 0; i < levels; ++i) descr = "[('a', " + descr + ")]";
    return descr;
  };
  CHECK(find(nest(15), "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a").dtype.descr == "|u1");
  CHECK_THROWS_WITH(fields(nest(16)), ContainsSubstring("32 levels"));
  // 13 sub-arrays of 5 dimensions are allowed to a file, but no array has so many.
  std::string descr = "'|u1'";
  std::string name;
  for (int i = 0; i < 13; ++i) {
    descr = "[('a', " + descr + ", (1, 1, 1, 1, 1))]";
    name += i == 0 ? "a" : ".a";
  }
  CHECK(fields(descr).size() == 1);
  CHECK_THROWS_WITH(find(descr, name), ContainsSubstring("65 dimensions: at most 64"));
  CHECK_THROWS_WITH(fields("[('a', (('|u1', (0, 2147483647)), (2147483647,)), (2147483647,))]"),
                    ContainsSubstring("2**63"));
  CHECK_THROWS_WITH(find("[('a', [('b', '|u1', (0, 2147483647))], (2147483647, 0, 4))]", "a.b"),
                    ContainsSubstring("2**63"));
}

TEST_CASE("fields lie where NumPy has them", "[npy]") {
  const test::TempFolder folder;
  // Aligned and packed structures, sub-arrays, nested ones; each field as a view of an array of 4 rows.
  const auto text = test::run_numpy(R"(
inner = np.dtype([('x', '<f4'), ('y', '>i2', (2,)), ('z', 'S3')], align=True)
outer = np.dtype([('a', 'u1'), ('p', inner, (3,)), ('c', ('<f8', (5,)), (2,)), ('t', '<M8[us]')], align=True)
packed = np.dtype([('a', 'u1'), ('q', outer), ((u'\u00e9', 'd.e'), '<U2')])
for number, dtype in enumerate([inner, outer, packed]):
  a = np.zeros(4, dtype)
  np.save(f'{number}.npy', a)
  def show(view, name):
    if name: print(f'{number}.npy', name, view.dtype.str, view.__array_interface__['data'][0] - a.ctypes.data,
                   *view.shape[1:], *view.strides[1:])
    for field in view.dtype.names or []: show(view[field], name + '.' * bool(name) + field)
  show(a, '')
)",
                                    folder.path());
  if (!text) return;
  std::istringstream lines(*text);
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    std::istringstream words(line);
    std::string file, name, descr;
    std::int64_t offset = -1;
    REQUIRE(words >> file >> name >> descr >> offset);
    Shape numbers;
    for (std::int64_t number = 0; words >> number;) numbers.push_back(number);
    CAPTURE(line);
    const auto field = find_field(read_npy_header(folder / file).dtype, name, file);
    CHECK(field.offset == offset);
    Shape expected = field.shape;
    expected.insert(expected.end(), field.strides.begin(), field.strides.end());
    CHECK(expected == numbers);
    if (!field.dtype.structured) CHECK(field.dtype.descr == descr);
  }
  CHECK(count == 3 + 7 + 10);
}

}  // namespace
}  // namespace wick
