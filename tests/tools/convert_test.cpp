// SPDX-License-Identifier: MIT
#include <wick/npy/npy_header.hpp>

#include "run_wick.hpp"

#include <npy/numpy_script.hpp>

#include <string>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;
using test::Ran;
using test::read_file;
using test::run_shell;
using test::TempFolder;

namespace {

// Twelve files of shape (2, 3) in d/images.
void make_files(const TempFolder& folder, const std::string& more = "") {
  REQUIRE(run_shell(folder, "wick make d --count 12 --shape 2,3 --dtype int16 --classes 0 " + more).code == 0);
}

// What a conversion complains about.
std::string complaint(const TempFolder& folder, const std::string& arguments, int code = 1) {
  const Ran ran = run_shell(folder, "wick convert " + arguments);
  CHECK(ran.code == code);
  CHECK(ran.out.empty());
  return ran.errors;
}

}  // namespace

TEST_CASE("convert gathers a folder into rows and back into the same files", "[tools]") {
  const TempFolder folder;
  make_files(folder);
  const Ran rows = run_shell(folder, "wick convert d/images rows.npy");
  CHECK(rows.code == 0);
  CHECK_THAT(rows.out, StartsWith("rows.npy: int16 (12, 2, 3), from 12 files, 144 B, in "));
  CHECK(read_npy_header(folder / "rows.npy").shape == Shape{12, 2, 3});
  const Ran files = run_shell(folder, "wick convert rows.npy back/ && diff -r back d/images && echo same");
  CHECK(files.code == 0);
  CHECK_THAT(files.out, StartsWith("back/: 12 files, 144 B, in "));
  CHECK_THAT(files.out, EndsWith("\nsame\n"));
  CHECK(run_shell(folder, "mkdir e && wick convert rows.npy e --dtype float32 && ls e | tail -1").code == 0);
  CHECK(read_npy_header(folder / "e/000011.npy").dtype == native_dtype("f4"));
  CHECK(run_shell(folder, "ls -A").out == "back\nd\ne\nrows.npy\n");
}

TEST_CASE("convert names the first file that is unlike the others, and leaves nothing", "[tools]") {
  const TempFolder folder;
  make_files(folder);
  REQUIRE(run_shell(folder,
                    "for t in uint8 float32; do wick make $t --count 1 --shape 3,2 --dtype $t; done\n"
                    "wick make same --count 1 --shape 2,3 --dtype uint8\n"
                    "cp uint8/images/000000.npy d/images/000009.npy\n"
                    "cp float32/images/000000.npy d/images/000005.npy")
              .code == 0);
  CHECK(complaint(folder, "d/images rows.npy") ==
        "wick: d/images/000005.npy: shape (3, 2): d/images/000000.npy has shape (2, 3), and all rows must be alike\n");
  REQUIRE(run_shell(folder, "cp same/images/000000.npy d/images/000005.npy").code == 0);
  CHECK(complaint(folder, "d/images rows.npy") ==
        "wick: d/images/000005.npy: dtype '|u1': d/images/000000.npy has '<i2', and all rows must be alike; --dtype "
        "makes them so\n");
  REQUIRE(run_shell(folder, "echo broken > d/images/000003.npy").code == 0);
  CHECK_THAT(complaint(folder, "d/images rows.npy"), StartsWith("wick: d/images/000003.npy: "));
  CHECK(run_shell(folder, "ls -A").out == "d\nfloat32\nsame\nuint8\n");
}

TEST_CASE("convert refuses rows of one dtype whose fields are of several shapes", "[tools]") {
  const TempFolder folder;
  for (const int extent : {3, 5}) {
    const Dtype dtype{'V', 4 * extent, '|', "[('a', '<f4', (" + std::to_string(extent) + ",))]", true};
    folder.write("x" + std::to_string(extent) + ".npy",
                 make_npy_header(dtype, false, Shape{2}) + std::string(static_cast<std::size_t>(8 * extent), 'a'));
  }
  for (const char* more : {"", " --dtype float64"}) {
    CHECK(complaint(folder, "'x?.npy' rows.npy --field a" + std::string(more)) ==
          "wick: x5.npy: shape (2, 5): x3.npy has shape (2, 3), and all rows must be alike\n");
  }
}

TEST_CASE("convert replaces a file only if told, and never one of its inputs", "[tools]") {
  const TempFolder folder;
  make_files(folder);
  REQUIRE(run_shell(folder, "echo mine > x.npy && cp d/images/000000.npy y.npy && ln -s y.npy link.npy").code == 0);
  CHECK(complaint(folder, "d/images x.npy") ==
        "wick: x.npy: there already; --force replaces it, or name another file\n");
  CHECK(read_file(folder / "x.npy") == "mine\n");
  CHECK(run_shell(folder, "wick convert d/images x.npy --force").code == 0);
  CHECK(read_npy_header(folder / "x.npy").shape == Shape{12, 2, 3});
  CHECK(complaint(folder, "y.npy link.npy --force") == "wick: link.npy: IN and OUT at once; name another OUT\n");
  CHECK(complaint(folder, "d/images d/images/000004.npy --force") ==
        "wick: d/images/000004.npy: IN and OUT at once; name another OUT\n");
  CHECK(read_npy_header(folder / "d/images/000004.npy").shape == Shape{2, 3});
  CHECK(complaint(folder, "x.npy d") == "wick: d: not empty; name another folder\n");
  CHECK(complaint(folder, "x.npy y.npy/") == "wick: y.npy/: a file, expected a folder or nothing\n");
}

TEST_CASE("convert says what is wrong with its arguments", "[tools]") {
  const TempFolder folder;
  make_files(folder);
  const auto usage = [&](const std::string& arguments) { return complaint(folder, arguments, 2); };
  CHECK(usage("x.npy") == "wick: OUT is required\nwick: see wick convert --help\n");
  CHECK(usage("d/images x.npz") == "wick: OUT: 'x.npz', expected a file x.npy, or a folder with a slash at its end\n");
  CHECK(usage("d/images x.npy --dtype flaot32") ==
        "wick: --dtype: 'flaot32', expected bool, uint8, int8, int16, int32, int64, uint16, uint32, uint64, float16, "
        "float32, float64, complex64, complex128\n");
  CHECK_THAT(usage("d/images x.npy --dtype bfloat16"), StartsWith("wick: --dtype: 'bfloat16', expected bool, "));
  CHECK(usage("d/images x.npy --dtype int8 --out-of-range clip") ==
        "wick: --out-of-range: 'clip', expected wrap, saturate or raise\n");
  CHECK(usage("d/images x.npy --out-of-range raise") ==
        "wick: --out-of-range: nothing is cast, expected --dtype too\n");
  CHECK_THAT(usage("d/images x.npy --view bfloat16"), ContainsSubstring("expected --dtype too"));
  CHECK_THAT(usage("d/images x.npy --stack --cat 0"), ContainsSubstring("--cat"));
  CHECK(usage("d/images out/") == "wick: OUT: a folder is for the rows of one file, expected one IN\n");
  CHECK(usage("d/images/000001.npy out/ --force") ==
        "wick: --force: only a file is replaced, expected a new or empty folder\n");
  CHECK(run_shell(folder, "ls -A").out == "d\n");
}

TEST_CASE("convert says what is wrong with its inputs", "[tools]") {
  const TempFolder folder;
  make_files(folder);
  CHECK_THAT(complaint(folder, "nowhere.npy x.npy"), StartsWith("wick: nowhere.npy: "));
  CHECK_THAT(complaint(folder, "'no*.npy' x.npy"), StartsWith("wick: no*.npy: "));
  CHECK(complaint(folder, "d x.npy") == "wick: d: no *.npy file in this folder\n");
  CHECK(complaint(folder, "d/images x.npy --stack") ==
        "wick: d/images/000000.npy: dtype <i2: --stack is for object arrays, whose dtype is |O\n");
  CHECK(complaint(folder, "d/images/000000.npy x.npy --member a") ==
        "wick: d/images/000000.npy: --member: this is no archive (.npz)\n");
  CHECK_THAT(complaint(folder, "d/images x.npy --field a"), StartsWith("wick: d/images/000000.npy: "));
  CHECK_THAT(complaint(folder, "d/images nowhere/x.npy"), StartsWith("wick: nowhere/x.npy: "));
  const std::string raised = complaint(folder, "d/images x.npy --dtype uint8 --out-of-range raise");
  CHECK_THAT(raised, StartsWith("wick: d/images/000000.npy: "));
  CHECK_THAT(raised, ContainsSubstring("does not fit in uint8"));
  CHECK(run_shell(folder, "ls -A").out == "d\n");
}

TEST_CASE("convert takes a folder whose name looks like a pattern as it is", "[tools]") {
  const TempFolder folder;
  const auto made = test::run_numpy(R"(
for d, value in ('d[1]', np.uint8(3)), ('d1', np.uint8(4)):
    os.mkdir(d), np.savez(d + '/a', x=value), np.save(d + '/a', value)
)",
                                    folder.path());
  if (!made) return;
  REQUIRE(made->empty());
  for (const char* arguments : {"'d[1]' x.npy", "'d[1]' y.npy --member x", "'d[1]/' z.npy --member x"}) {
    CAPTURE(arguments);
    CHECK(run_shell(folder, "wick convert " + std::string(arguments)).code == 0);
  }
  for (const char* name : {"x.npy", "y.npy", "z.npy"}) CHECK(read_file(folder / name).back() == 3);
  CHECK(complaint(folder, "d1 w.npy --member y --force").starts_with("wick: d1/a.npz: "));
}

TEST_CASE("convert says what is in an array that is not plain", "[tools]") {
  const TempFolder folder;
  const auto made = test::run_numpy(R"(
o = np.empty(2, object); o[0] = np.zeros((2, 3), 'f4'); o[1] = np.zeros((3, 3), 'f4')
np.save('o', o); np.save('text', np.array(['a', None], object)); np.savez('a', x=o, y=o)
np.save('s', np.zeros(3, [('a', 'f4')])); np.save('u', np.array(['1'])); np.save('t', np.zeros(2, 'M8[s]'))
np.save('v', np.zeros(2, 'V2')); np.save('fields', np.zeros(2, [('a', 'O'), ('b', 'f4')]))
)",
                                    folder.path());
  if (!made) return;
  REQUIRE(made->empty());
  const std::string way_out =
      ": expected --stack (rows of one array), --cat DIM (joined), or a folder as OUT (a file "
      "each)\n";
  CHECK(complaint(folder, "o.npy x.npy") ==
        "wick: o.npy: an object array of shape (2,), the first is ndarray <f4 (2, 3)" + way_out);
  CHECK(complaint(folder, "a.npz x.npy --member y") ==
        "wick: a.npz['y.npy']: an object array of shape (2,), the first is ndarray <f4 (2, 3)" + way_out);
  CHECK(complaint(folder, "a.npz x.npy") == "wick: a.npz: 2 members, expected --member with one of them: x, y\n");
  CHECK(complaint(folder, "o.npy x.npy --stack") ==
        "wick: o.npy[1]: shape (3, 3): o.npy[0] has shape (2, 3), and all rows must be alike\n");
  CHECK(complaint(folder, "o.npy x.npy --cat 1") ==
        "wick: o.npy[1]: dtype '<f4' and shape (3, 3): o.npy[0] has dtype '<f4' and shape (2, 3), and they may differ "
        "in dimension 1 only\n");
  CHECK(complaint(folder, "o.npy x.npy --cat 2") == "wick: o.npy[0]: --cat 2: no such dimension in shape (2, 3)\n");
  CHECK_THAT(complaint(folder, "text.npy x.npy --stack"), StartsWith("wick: text.npy[0]: "));
  CHECK_THAT(complaint(folder, "s.npy x.npy --dtype float32"), ContainsSubstring("--field takes one of them"));
  CHECK_THAT(complaint(folder, "u.npy x.npy --dtype float32"), ContainsSubstring("strings are no numbers"));
  CHECK_THAT(complaint(folder, "t.npy x.npy --dtype float32"), ContainsSubstring("expected --dtype int64 or none"));
  CHECK_THAT(complaint(folder, "v.npy x.npy --dtype float32"), ContainsSubstring("--view bfloat16"));
  CHECK_THAT(complaint(folder, "fields.npy x.npy --stack"), ContainsSubstring("Python objects in fields"));
  CHECK(run_shell(folder, "wick convert t.npy t2.npy").out.starts_with("t2.npy: <M8[s] (2,), 16 B, in "));
  CHECK(run_shell(folder, "wick convert o.npy each/ && ls each").out.ends_with("\n000000.npy\n000001.npy\n"));
  CHECK(read_npy_header(folder / "each/000001.npy").shape == Shape{3, 3});
  CHECK_FALSE(std::filesystem::exists(folder / "x.npy"));
}

TEST_CASE("convert refuses small files that stand for what no machine has", "[tools]") {
  const TempFolder folder;
  folder.write("rows.npy", make_npy_header(native_dtype("f4"), false, Shape{2147483647, 0}));
  CHECK(complaint(folder, "rows.npy out/") ==
        "wick: rows.npy: 2147483647 rows without elements, expected at most 1000000 for a file each\n");
  const auto made = test::run_numpy(R"(
o = np.empty(1000000, object); o[:] = [np.zeros(1 << 23, 'u1')] * len(o); np.save('shared', o)
)",
                                    folder.path());
  if (!made) return;
  REQUIRE(made->empty());
  const std::string shared = complaint(folder, "shared.npy x.npy --cat 0");
  CHECK_THAT(shared, StartsWith("wick: shared.npy["));
  CHECK_THAT(shared, ContainsSubstring("of memory, expected twice as much"));
}

TEST_CASE("convert executes nothing that a pickle would call, and names it", "[tools]") {
  const TempFolder folder;
  const auto made = test::run_numpy(R"(
class Evil:
    def __reduce__(self): return os.system, ('touch owned',)
o = np.empty(2, object); o[0] = np.zeros(2); o[1] = Evil()
np.save('evil', o); np.savez('evil', x=o); np.savez_compressed('evil2', x=o)
os.mkdir('d'); np.save('d/a', o)
)",
                                    folder.path());
  if (!made) return;
  REQUIRE(made->empty());
  for (const char* arguments : {"evil.npy x.npy", "evil.npy x.npy --stack", "evil.npy x.npy --cat 0", "evil.npy x/",
                                "evil.npz x.npy --stack", "evil2.npz x.npy --cat 0", "d x.npy --stack", "d x.npy"}) {
    CAPTURE(arguments);
    CHECK_THAT(complaint(folder, arguments), ContainsSubstring("system"));
  }
  CHECK(run_shell(folder, "ls -A").out == "d\nevil.npy\nevil.npz\nevil2.npz\nscript.py\n");
}

TEST_CASE("a convert that is killed leaves no broken file, and can be done again", "[tools]") {
  const TempFolder folder;
  REQUIRE(run_shell(folder,
                    "wick make d --count 400 --shape 64,64 --dtype float32 --classes 0 && "
                    "wick convert d/images good.npy")
              .code == 0);
  // The kernel kills who writes more than so many KiB.
  for (const char* kib : {"0", "1", "64", "3000"}) {
    CAPTURE(kib);
    const Ran killed = run_shell(folder, "ulimit -c 0; (ulimit -f " + std::string(kib) +
                                             "; exec '" WICK_COMMAND "' convert d/images x.npy); echo $?; ls *.npy");
    CHECK(killed.out == "153\ngood.npy\n");
  }
  for (int i = 0; i < 5; ++i) {
    const Ran killed = run_shell(folder, "'" WICK_COMMAND
                                         "' convert d/images y.npy >/dev/null & "
                                         "until ls y.npy* >/dev/null 2>&1; do :; done; kill -KILL $!; wait $!; "
                                         "if [ -e y.npy ]; then cmp y.npy good.npy && rm y.npy; fi");
    CHECK(killed.out.empty());
    CHECK_FALSE(std::filesystem::exists(folder / "y.npy"));
  }
  CHECK(run_shell(folder, "wick convert d/images x.npy && cmp x.npy good.npy").code == 0);
}

TEST_CASE("Ctrl-C ends convert with 130 and leaves nothing", "[tools]") {
  const TempFolder folder;
  make_files(folder);
  REQUIRE(run_shell(folder, "cp d/images/000000.npy a && rm -r d").code == 0);
  const auto interrupt = [&](const std::string& arguments) {
    return run_shell(folder, "set -m; '" WICK_COMMAND "' convert " + arguments +
                                 " &\nuntil (( 0x$(awk '/SigCgt/ {print $2}' /proc/$!/status) & 2 )); do :; done\n"
                                 "kill -INT $!; wait $!");
  };
  const Ran ran = interrupt("$(yes a | head -n 100000) x.npy");
  CHECK(ran.code == 130);
  CHECK(ran.out.empty());
  CHECK(ran.errors == "wick: interrupted; nothing is left of x.npy\n");
  CHECK(run_shell(folder, "ls -A").out == "a\n");
  REQUIRE(run_shell(folder, "wick make r --count 100000 --shape 2 --kind rows --classes 0").code == 0);
  CHECK(interrupt("r/images.npy out/").code == 130);
  CHECK(run_shell(folder, "ls -A").out == "a\nr\n");
}

TEST_CASE("convert puts no times of several units together, whatever they are cast to", "[tools]") {
  const TempFolder folder;
  if (!test::run_numpy(R"(
import os
os.mkdir('d')
np.save('d/0.npy', np.array(['2020-01-01'], 'M8[D]'))
np.save('d/1.npy', np.array(['2021-01-01'], 'M8[s]'))
os.mkdir('s')
np.save('s/0.npy', np.array(['a']))
np.save('s/1.npy', np.array(['ab']))
)",
                       folder.path()))
    return;
  const std::string units = "dtype '<M8[s]': d/0.npy has '<M8[D]', and all rows must be alike; in Python, a.astype";
  CHECK_THAT(complaint(folder, "d o.npy"), ContainsSubstring(units));
  CHECK_THAT(complaint(folder, "d o.npy --dtype int64"), ContainsSubstring(units));
  CHECK_THAT(complaint(folder, "s o.npy"),
             ContainsSubstring("dtype '<U2': s/0.npy has '<U1'") && ContainsSubstring("in Python, a.astype"));
}
