// SPDX-License-Identifier: MIT
#include "../npy/numpy_script.hpp"
#include "npy_of_zeros.hpp"
#include "run_wick.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using test::json_lines;
using test::npy;
using test::Ran;
using test::run_numpy;
using test::run_shell;
using test::TempFolder;

namespace {

/// A data set of NumPy's of 12 files, five of which are damaged. False where there is no NumPy.
bool write_damaged(const TempFolder& folder) {
  const auto printed = run_numpy(R"(
os.mkdir('d')
for i in range(8): np.save('d/%d.npy' % i, np.full((4, 5), i, 'f4'))
for i in range(4): np.savez('d/%d.npz' % i, x=np.full((2, 3), i, 'f8'), y=np.arange(3))
def edit(name, change):
    b = open(name, 'rb').read()
    open(name, 'wb').write(change(b))
edit('d/1.npy', lambda b: b[:-1])
edit('d/2.npy', lambda b: b.replace(b"'descr'", b"'desc\0'"))
np.save('d/3.npy', np.zeros((4, 5), 'i4'))
a = np.zeros((4, 5), 'f4'); a[2, 3] = np.nan; a[3, 1] = -np.inf
np.save('d/4.npy', a)
edit('d/2.npz', lambda b: b.replace(np.full(2, 2.0).tobytes(), np.array([2.0, 3.0]).tobytes(), 1))
)",
                                 folder.path());
  if (printed) REQUIRE(*printed == "");
  return printed.has_value();
}

constexpr const char* damage =
    "d/1.npy: byte 128: 80 bytes of data expected, 79 found\n"
    "d/2.npy: byte 16: header: ";

/// What `wick check ARGUMENTS` says of it.
std::string checked(const TempFolder& folder, const std::string& arguments) {
  return run_shell(folder, "wick check " + arguments).out;
}

}  // namespace

TEST_CASE("check names all damaged files of a folder, with reasons", "[tools][conformance]") {
  const TempFolder folder;
  if (!write_damaged(folder)) return;
  const Ran ran = run_shell(folder, "wick check d");
  INFO(ran.out);
  CHECK(ran.code == 1);
  CHECK(ran.errors.empty());
  CHECK(ran.out.starts_with(damage));
  CHECK(ran.out.find("d/2.npz['x.npy']: its CRC-32 is ") != std::string::npos);
  CHECK(ran.out.find("d/3.npy: dtype <i4, expected <f4 as in 5 of 6 files in its folder\n") != std::string::npos);
  CHECK(ran.out.find("d/4.npy: 1 NaN and 1 infinite of 20 elements, the first at [2, 3]\n") != std::string::npos);
  CHECK(std::count(ran.out.begin(), ran.out.end(), '\n') == 6);
  CHECK(ran.out.find("checked 12 files, ") != std::string::npos);
  CHECK(ran.out.ends_with(": 5 bad\n"));
}

TEST_CASE("check --json prints an object for each bad file and one of sums", "[tools][conformance]") {
  const TempFolder folder;
  if (!write_damaged(folder)) return;
  const Ran ran = run_shell(folder, "wick check d d/none.npy --json");
  CHECK(ran.code == 1);
  const auto objects = json_lines(ran.out);
  REQUIRE(objects.size() == 7);
  const std::array<std::pair<const char*, const char*>, 6> expected = {{{"d/1.npy", "unreadable"},
                                                                        {"d/2.npy", "unreadable"},
                                                                        {"d/2.npz", "unreadable"},
                                                                        {"d/3.npy", "unlike"},
                                                                        {"d/4.npy", "nonfinite"},
                                                                        {"d/none.npy", "unreadable"}}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(objects[i]["path"] == expected[i].first);
    CHECK(objects[i]["bad"] == true);
    CHECK(objects[i]["findings"].at(0)["kind"] == expected[i].second);
  }
  CHECK(objects[2]["findings"].at(0)["where"] == "d/2.npz['x.npy']");
  CHECK(objects[6]["files"] == 13);
  CHECK(objects[6]["arrays"] == 6 + 8);
  CHECK(objects[6]["bad"] == 6);
  CHECK(objects[6]["interrupted"] == false);
}

TEST_CASE("check finds the same with any number of workers, and from a list or a glob", "[tools][conformance]") {
  const TempFolder folder;
  if (!write_damaged(folder)) return;
  const std::string expected = checked(folder, "d");
  for (const std::string arguments : {"d --workers 1", "d --workers 7", "'d/*'", "'d/*.npy' 'd/?.npz'"}) {
    INFO(arguments);
    const std::string found = checked(folder, arguments);
    CHECK(std::count(found.begin(), found.end(), '\n') == 6);
    CHECK(found.ends_with(": 5 bad\n"));
    if (arguments.starts_with("d ")) CHECK(found == expected);
  }
  CHECK(run_shell(folder, "find d -type f | sort | wick check -").out == expected);
}

TEST_CASE("check accepts NaN and other extents where the user does", "[tools][conformance]") {
  const TempFolder folder;
  const auto printed = run_numpy(R"(
os.mkdir('d')
for i in range(5): np.save('d/%d.npy' % i, np.full((4 + i // 4, 5), np.inf, '>f8'))
np.save('d/5.npy', np.full((4, 5, 1), 1, '>f8'))
)",
                                 folder.path());
  if (!printed) return;
  CHECK(checked(folder, "d").ends_with(": 6 bad\n"));
  CHECK(checked(folder, "d --allow-nan") ==
        "d/4.npy: shape (5, 5), expected (4, 5) as in 4 of 5 files in its folder (--ragged allows others)\n"
        "d/5.npy: 3 dimensions, expected 2 as in 5 of 6 files in its folder\n"
        "checked 6 files, 1.73 KiB: 2 bad\n");
  CHECK(checked(folder, "d --allow-nan --ragged") ==
        "d/5.npy: 3 dimensions, expected 2 as in 5 of 6 files in its folder\n"
        "checked 6 files, 1.73 KiB: 1 bad\n");
}

TEST_CASE("check says once that no shape is that of most files", "[tools]") {
  const TempFolder folder;
  for (int i = 1; i <= 5; ++i) folder.write("d/" + std::to_string(i) + ".npy", npy("u1", {i, 3}));
  CHECK(checked(folder, "d") ==
        "d: 5 files of shapes (1..5, 3), none of which most have (--ragged allows that)\n"
        "checked 5 files, 685 B: 1 bad\n");
  CHECK(run_shell(folder, "wick check --ragged d").code == 0);
}

TEST_CASE("check compares files of one folder, and is content with different ones that are no majority", "[tools]") {
  const TempFolder folder;
  folder.write("d/images.npy", npy("f4", {10, 3}));
  folder.write("d/labels.npy", npy("i8", {10}));
  for (const std::string name : {"d/e/a.npy", "d/e/b.npy", "d/e/c.npy"}) folder.write(name, npy("u1", {3}));
  const Ran ran = run_shell(folder, "wick check d");
  CHECK(ran.code == 0);
  CHECK(ran.out == "checked 5 files, 849 B: all right\n");
  folder.write("d/e/d.npy", npy("u2", {3}));
  CHECK(checked(folder, "d").starts_with("d/e/d.npy: dtype <u2, expected |u1 as in 3 of 4 files in its folder\n"));
}

TEST_CASE("check compares members by their names, and misses those that most archives have", "[tools][conformance]") {
  const TempFolder folder;
  const auto printed = run_numpy(R"(
for i in range(5): np.savez_compressed('%d.npz' % i, x=np.zeros((2, 3)), y=np.arange(i), z=np.ones(2))
np.savez('4.npz', x=np.zeros((2, 3), 'f4'), z=np.array([1, np.nan]))
)",
                                 folder.path());
  if (!printed) return;
  const std::string found = checked(folder, "--ragged .");
  CHECK(
      found.starts_with("./4.npz['z.npy']: 1 NaN of 2 elements, at [1]\n"
                        "./4.npz['x']: dtype <f4, expected <f8 as in 4 of 5 archives in its folder\n"
                        "./4.npz: no member 'y', which 4 of 5 archives in its folder have\n"
                        "checked 5 files, "));
  CHECK(found.ends_with(": 1 bad\n"));
}

TEST_CASE("check looks into object arrays, and calls nothing", "[tools][conformance]") {
  const TempFolder folder;
  const auto printed = run_numpy(R"(
class Evil:
    def __reduce__(self): return os.system, ('touch called',)
a = np.empty(4, object)
a[0] = np.zeros((2, 3)); a[1] = [1.5, np.full((2, 2), np.inf, 'f2', order='F')]; a[2] = {'k': float('nan')}; a[3] = a[0]
np.save('a.npy', a)
np.savez_compressed('a.npz', a=a)
b = np.empty(1, object); b[0] = Evil()
np.save('b.npy', b)
c = np.empty(5000, object); c[:] = [np.zeros(1000)] * 5000; c[4999] = 'x'
np.save('c.npy', c)
)",
                                 folder.path());
  if (!printed) return;
  const std::string found = "1 NaN and 4 infinite in 2 of 4 elements, the first at [1][1][0, 0]\n";
  CHECK(checked(folder, "a.npy").starts_with("a.npy: " + found));
  CHECK(checked(folder, "a.npz").starts_with("a.npz['a.npy']: " + found));
  const Ran evil = run_shell(folder, "wick check b.npy");
  CHECK(evil.code == 1);
  CHECK(evil.out.find("refers to posix.system: ") != std::string::npos);
  CHECK(run_shell(folder, "ls called").code != 0);
  CHECK(run_shell(folder, "wick check c.npy").code == 0);
}

TEST_CASE("check takes note of bytes behind an array", "[tools]") {
  const TempFolder folder;
  folder.write("a.npy", npy("u1", {3}) + "xy");
  const Ran ran = run_shell(folder, "wick check a.npy");
  CHECK(ran.code == 0);
  CHECK(ran.out ==
        "a.npy: note: 2 bytes behind the array, which NumPy ignores\n"
        "checked 1 file, 133 B: all right, 1 note\n");
  const auto objects = json_lines(checked(folder, "a.npy --json"));
  CHECK(objects.at(0)["bad"] == false);
  CHECK(objects.at(1)["notes"] == 1);
}

TEST_CASE("check says what cannot be found, and when there is nothing to check", "[tools]") {
  const TempFolder folder;
  folder.write("a.npy", npy("u1", {3}));
  const Ran ran = run_shell(folder, "wick check 'z*.npy' none.npy a.npy");
  CHECK(ran.code == 1);
  CHECK(ran.out ==
        "z*.npy: no file matches this pattern\n"
        "none.npy: cannot be opened for reading: No such file or directory\n"
        "checked 2 files, 131 B: 2 bad\n");
  const Ran empty = run_shell(folder, "mkdir empty; wick check empty");
  CHECK(empty.code == 1);
  CHECK(empty.errors == "wick: nothing to check: no .npy or .npz file\n");
}

TEST_CASE("check reads large files in pieces, and finds the first of many NaN", "[tools][conformance]") {
  const TempFolder folder;
  const auto printed = run_numpy(R"(
a = np.zeros((9 << 20, 2), '<f4')
a[(5 << 20) + 3, 1] = a[8 << 20:, 0] = np.nan
np.save('a.npy', a)
a = np.asfortranarray(a)
np.save('f.npy', a)
)",
                                 folder.path());
  if (!printed) return;
  const std::string found = ": 1048577 NaN of 18874368 elements, the first at ";
  CHECK(checked(folder, "a.npy").starts_with("a.npy" + found + "[5242883, 1]\n"));
  CHECK(checked(folder, "f.npy").starts_with("f.npy" + found + "[8388608, 0]\n"));
}

TEST_CASE("check ends at the first Ctrl-C, with what it found until then", "[tools]") {
  const TempFolder folder;
  folder.write("a.npy", npy("u1", {3}));
  // The pipe stays open, so that only the signal can end the wait.
  const Ran ran = run_shell(folder, "set -m; mkfifo list; '" WICK_COMMAND
                                    "' check - < list & exec 3> list; echo a.npy >&3\n"
                                    "until (( 0x$(awk '/SigCgt/ {print $2}' /proc/$!/status) & 2 )); do :; done\n"
                                    "kill -INT $!; wait $!");
  CHECK(ran.code == 130);
  CHECK(ran.out.starts_with("interrupted; checked 0 of "));
}

TEST_CASE("check shows its progress to terminals only", "[tools]") {
  const TempFolder folder;
  folder.write("a.npy", npy("u1", {3}));
  const Ran terminal = run_shell(folder, "TERM=xterm script -qec '" WICK_COMMAND " check a.npy' /dev/null");
  if (terminal.code == 127) return;
  CHECK(terminal.out.find("%  0 files  ") != std::string::npos);
  CHECK(terminal.out.find("\r\033[Kchecked 1 file, 131 B: all right\r\n") != std::string::npos);
  CHECK(run_shell(folder, "wick check a.npy").errors.empty());
}
