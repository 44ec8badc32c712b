// SPDX-License-Identifier: MIT
#include "../npy/numpy_script.hpp"
#include "run_wick.hpp"

#include <string>

#include <support/prelude.hpp>

using namespace wick;
using test::json_lines;
using test::Ran;
using test::run_numpy;
using test::run_shell;
using test::TempFolder;
using Json = nlohmann::json;

TEST_CASE("inspect shows the fields of a structure", "[tools][conformance]") {
  const TempFolder folder;
  const auto printed = run_numpy(R"(
point = np.dtype([('x', '<f4'), ('y', '>f8', (2,))])
np.save('s.npy', np.zeros(7, np.dtype([('id', 'u1'), ('p', point, (3,)), ('t', '<M8[ns]')], align=False)))
)",
                                 folder.path());
  if (!printed) return;
  const Ran ran = run_shell(folder, "wick inspect s.npy");
  CHECK(ran.out ==
        "s.npy\n"
        "  dtype    4 fields in 69 bytes\n"
        "  shape    (7,)\n"
        "  order    C (last axis fastest)\n"
        "  payload  483 bytes at byte 192\n"
        "  version  1.0\n"
        "  field    dtype    offset  shape\n"
        "  id       |u1           0  ()\n"
        "  p.x      <f4           1  (3,)\n"
        "  p.y      >f8           5  (3, 2)\n"
        "  t        <M8[ns]      61  ()\n");
  const auto object = json_lines(run_shell(folder, "wick inspect --json s.npy").out).at(0);
  CHECK(object["loadable"] == true);
  REQUIRE(object["fields"].size() == 4);
  CHECK(object["fields"][2] == Json::parse(R"({"name": "p.y", "dtype": ">f8", "offset": 5, "shape": [3, 2]})"));
  CHECK(run_shell(folder, "wick inspect s.npy s.npy").out.find("\n4 fields  (7,)") != std::string::npos);
}

TEST_CASE("inspect says what times and strings are", "[tools][conformance]") {
  const TempFolder folder;
  const auto printed = run_numpy(R"(
codes = {'M': '<M8[25us]', 'm': '>m8[D]', 'g': '<M8', 'U': '<U3', 'S': 'S1', 'V': 'V3', 'f': '<f16'}
for name, code in codes.items(): np.save(name + '.npy', np.zeros(2, code))
)",
                                 folder.path());
  if (!printed) return;
  const auto dtype_of = [&](const std::string& file) {
    const std::string out = run_shell(folder, "wick inspect " + file).out;
    const auto begin = out.find("dtype") + 9;
    CHECK(out.find("not loadable") == std::string::npos);
    return out.substr(begin, out.find('\n', begin) - begin);
  };
  CHECK(dtype_of("M.npy") == "<M8[25us]  (datetime64[25us])");
  CHECK(dtype_of("m.npy") == ">m8[D]  (timedelta64[D])");
  CHECK(dtype_of("g.npy") == "<M8  (datetime64 without a unit)");
  CHECK(dtype_of("U.npy") == "<U3  (strings of up to 3 characters)");
  CHECK(dtype_of("S.npy") == "|S1  (strings of up to 1 byte)");
  CHECK(dtype_of("V.npy") == "|V3  (3 bytes without a type)");
  CHECK(dtype_of("f.npy") == "<f16  (long double)");
  const auto objects = json_lines(run_shell(folder, "wick inspect --json M.npy U.npy S.npy").out);
  CHECK(objects.at(0)["unit"] == "25us");
  CHECK(objects.at(1)["characters"] == 3);
  CHECK(objects.at(2)["characters"] == 1);
}

TEST_CASE("inspect sums the elements of object arrays up", "[tools][conformance]") {
  const TempFolder folder;
  const auto printed = run_numpy(R"(
a = np.empty(8, object)
for i in range(3): a[i] = np.zeros((2 + i, 3), 'f4')
a[3:] = [None, [1, 2], [1, 2, 3], np.float64(2), 'text']
np.save('a.npy', a)
np.savez('a.npz', a=a)
b = np.empty(100, object)
for i in range(100): b[i] = np.zeros((1,) * (i % 30))
np.save('b.npy', b)
)",
                                 folder.path());
  if (!printed) return;
  const std::string out = run_shell(folder, "wick inspect a.npy").out;
  CHECK(out.find("\n  dtype    |O  (Python objects)\n") != std::string::npos);
  CHECK(
      out.ends_with("\n  elements 3 ndarray <f4 (2..4, 3)\n"
                    "           2 list of 2..3\n"
                    "           1 None\n"
                    "           1 scalar <f8\n"
                    "           1 str\n"));
  const Json elements =
      Json::parse(R"([{"type": "ndarray", "count": 3, "dtype": "<f4", "least": [2, 3], "most": [4, 3]},
    {"type": "list", "count": 2, "least": 2, "most": 3}, {"type": "None", "count": 1},
    {"type": "scalar", "count": 1, "dtype": "<f8"}, {"type": "str", "count": 1}])");
  const auto objects = json_lines(run_shell(folder, "wick inspect --json a.npy a.npz").out);
  CHECK(objects.at(0)["elements"] == elements);
  CHECK(objects.at(1)["members"].at(0)["elements"] == elements);
  CHECK(run_shell(folder, "wick inspect a.npz").out.find("\n  a: 3 ndarray <f4 (2..4, 3)\n") != std::string::npos);
  CHECK(run_shell(folder, "wick inspect b.npy").out.find("... and 20 more kinds") != std::string::npos);
}

TEST_CASE("inspect refuses a pickle that would call something, and calls nothing", "[tools][conformance]") {
  const TempFolder folder;
  const auto printed = run_numpy(R"(
class Evil:
    def __reduce__(self): return os.system, ('touch called',)
a = np.empty(1, object); a[0] = Evil()
np.save('a.npy', a)
)",
                                 folder.path());
  if (!printed) return;
  for (const std::string arguments : {"a.npy", "--json a.npy", "a.npy a.npy"}) {
    const Ran ran = run_shell(folder, "wick inspect " + arguments);
    INFO(arguments);
    CHECK(ran.code == 1);
    CHECK((ran.out + ran.errors).find("refers to posix.system: ") != std::string::npos);
  }
  CHECK(run_shell(folder, "wick inspect .").code == 0);
  CHECK(run_shell(folder, "ls called").code != 0);
}
