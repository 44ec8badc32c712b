// SPDX-License-Identifier: MIT
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
using test::run_shell;
using test::TempFolder;

namespace {

/// Good and bad files, some in a folder in a folder.
void fill(const TempFolder& folder) {
  folder.write("a.npy", npy("f4", {2, 3}));
  folder.write("d/b.npy", npy("u1", {5}, true));
  folder.write("d/e/c.npy", npy("u1", {7}));
  folder.write("d/e/notes.txt", "x");
  folder.write("d/bad.npy", "no array");
}

}  // namespace

TEST_CASE("inspect tells all about one file", "[tools]") {
  const TempFolder folder;
  fill(folder);
  const Ran ran = run_shell(folder, "wick inspect a.npy");
  CHECK(ran.code == 0);
  CHECK(ran.out ==
        "a.npy\n  dtype    <f4\n  shape    (2, 3)\n  order    C (last axis fastest)\n"
        "  payload  24 bytes at byte 128\n  version  1.0\n");
  CHECK(ran.errors.empty());
}

TEST_CASE("inspect --json prints one object per file, goes on after bad ones, and exits with 1", "[tools]") {
  const TempFolder folder;
  fill(folder);
  const Ran ran = run_shell(folder, "mkfifo pipe; wick inspect --json a.npy none.npy pipe d a.npy");
  CHECK(ran.code == 1);
  CHECK(ran.errors.empty());
  const auto objects = json_lines(ran.out);
  REQUIRE(objects.size() == 7);
  CHECK(objects[0] == nlohmann::json::parse(R"({"path": "a.npy", "version": "1.0", "dtype": "<f4", "shape": [2, 3],
    "fortran_order": false, "payload_offset": 128, "payload_bytes": 24, "loadable": true})"));
  const std::array<std::string, 7> paths = {"a.npy", "none.npy", "pipe", "d/b.npy", "d/bad.npy", "d/e/c.npy", "a.npy"};
  for (std::size_t i = 0; i < paths.size(); ++i) CHECK(objects[i]["path"] == paths[i]);
  for (const std::size_t bad : {1, 2, 4}) {
    CHECK(objects[bad].size() == 2);
    CHECK_FALSE(objects[bad]["error"].get<std::string>().starts_with(paths[bad]));
  }
}

TEST_CASE("inspect without --json prints a line per file, and complains of bad ones", "[tools]") {
  const TempFolder folder;
  fill(folder);
  const Ran ran = run_shell(folder, "wick inspect a.npy d/bad.npy d/b.npy");
  CHECK(ran.code == 1);
  CHECK(ran.out ==
        "dtype    shape                order      bytes  path\n"
        "<f4      (2, 3)               C           24 B  a.npy\n"
        "|u1      (5,)                 F            5 B  d/b.npy\n");
  CHECK(ran.errors.starts_with("wick: d/bad.npy: "));
}

TEST_CASE("inspect takes globs in quotes", "[tools]") {
  const TempFolder folder;
  fill(folder);
  folder.write("[x].npy", npy("u1", {1}));
  const auto paths = [&](const std::string& arguments) {
    std::vector<std::string> found;
    for (const auto& object : json_lines(run_shell(folder, "wick inspect --json " + arguments).out))
      found.push_back(object["path"]);
    return found;
  };
  CHECK(paths("'d/**/[bc].npy'") == std::vector<std::string>{"d/b.npy", "d/e/c.npy"});
  CHECK(paths("- <<< '?.npy'") == std::vector<std::string>{"a.npy"});
  CHECK(paths("'[x].npy'") == std::vector<std::string>{"[x].npy"});
  CHECK(run_shell(folder, "wick inspect '**/c.npy'").out.starts_with("d/e/c.npy\n  dtype    |u1\n"));
  const Ran both = run_shell(folder, "wick inspect 'd/**/[bc].npy'");
  CHECK(both.code == 0);
  CHECK(both.out.starts_with("dtype    shape"));
  const Ran none = run_shell(folder, "wick inspect 'z*.npy' a.npy");
  CHECK(none.code == 1);
  CHECK(none.errors == "wick: z*.npy: no file matches this pattern\n");
  CHECK(none.out.ends_with("  a.npy\n"));
  CHECK(json_lines(run_shell(folder, "wick inspect --json 'z*.npy'").out).at(0)["error"] ==
        "no file matches this pattern");
}

TEST_CASE("inspect takes globs in quotes as the shell would have expanded them", "[tools]") {
  const TempFolder folder;
  fill(folder);
  folder.write("d/.hidden.npy", "x");
  for (const std::string pattern : {"*", "d/*", "d/*/", "d/[!b]*", "?", "./d/e/*", "d/*.npy"})
    for (const std::string flags : {"", "--json "}) {
      INFO(pattern << ' ' << flags);
      const Ran quoted = run_shell(folder, "wick inspect " + flags + "'" + pattern + "'");
      const Ran expanded = run_shell(folder, "wick inspect " + flags + pattern);
      CHECK(quoted.out == expanded.out);
      CHECK(quoted.errors == expanded.errors);
      CHECK(quoted.code == expanded.code);
    }
  const Ran ran = run_shell(folder, "wick inspect 'd/*'");
  CHECK(ran.out.find("\nd/e: 1 .npy file, 7 B of arrays; 1 other file\n") != std::string::npos);
  CHECK(run_shell(folder, "wick inspect 'd/e/n*'").errors.starts_with("wick: d/e/notes.txt: "));
}

TEST_CASE("inspect sums a folder up", "[tools]") {
  const TempFolder folder;
  folder.write("d/a.npy", npy("u1", {5, 3}));
  folder.write("d/e/b.npy", npy("u1", {7, 3}));
  folder.write("d/e/c.npy", npy("f8", {}));
  folder.write("d/x.txt", "x");
  CHECK(run_shell(folder, "ln -s ../d d/loop; wick inspect d").out ==
        "d: 3 .npy files, 44 B of arrays; 2 other files\n"
        "  dtype    shape                    order      files      bytes\n"
        "  <f8      ()                       C              1        8 B\n"
        "  |u1      (5..7, 3)                C              2       36 B\n");
  folder.write("d/bad.npy", "no array");
  const Ran ran = run_shell(folder, "wick inspect d/");
  CHECK(ran.code == 1);
  CHECK(ran.out.find("  bad: 1\n    d/bad.npy: ") != std::string::npos);
  CHECK(run_shell(folder, "mkdir empty; wick inspect empty").out == "empty: 0 .npy files, 0 B of arrays\n");
}

TEST_CASE("inspect says which dtypes cannot be loaded, and fits columns to long ones", "[tools]") {
  const TempFolder folder;
  std::string header = "\x93NUMPY\x01" + std::string(1, '\0') + std::string("\x76\0", 2) +
                       "{'descr': [('a', '|O'), ('b', '<i4'), ('c', '<f8'), ('d', '<f8')], 'fortran_order': False, "
                       "'shape': (1,)}";
  header.resize(127, ' ');
  folder.write("s.npy", header + "\n" + std::string(24, '\0'));
  folder.write("a.npy", npy("u1", {1000}));
  const Ran one = run_shell(folder, "wick inspect s.npy");
  CHECK(one.errors.empty());
  CHECK(one.out.find("\n  not loadable: dtype [('a', '|O'), ") != std::string::npos);
  CHECK(run_shell(folder, "wick inspect a.npy").out.find("1,000 bytes (0.98 KiB) at") != std::string::npos);
  CHECK(json_lines(run_shell(folder, "wick inspect s.npy --json").out).at(0)["loadable"] == false);
  const Ran both = run_shell(folder, "wick inspect s.npy a.npy");
  CHECK(both.out.find("[('a', '|O'), ('b', '<i4'), ('c', '<f...  (1,)  ") != std::string::npos);
  const auto line_of = [&](const std::string& part) { return both.out.substr(both.out.find(part)); };
  CHECK(line_of("dtype").find("shape") == line_of("|u1").find("(1000,)"));
  CHECK(run_shell(folder, "wick inspect .").out.find("  not loadable, by dtype: 1 file\n") != std::string::npos);
}

TEST_CASE("inspect reads a list of ten thousand paths", "[tools]") {
  const TempFolder folder;
  fill(folder);
  std::string list;
  for (int i = 0; i < 5000; ++i) list += i == 2500 ? "a.npy\n\nnone.npy\n" : "a.npy\nd/b.npy\n";
  const Ran ran = run_shell(folder, "wick inspect - --json", list + "d/e/c.npy");
  CHECK(ran.code == 1);
  const auto objects = json_lines(ran.out);
  REQUIRE(objects.size() == 10'001);
  CHECK(std::count_if(objects.begin(), objects.end(), [](const auto& object) { return object.contains("error"); }) ==
        1);
  CHECK(objects.back()["path"] == "d/e/c.npy");
}

TEST_CASE("inspect reads lists with the line ends of Windows", "[tools]") {
  const TempFolder folder;
  fill(folder);
  const Ran ran = run_shell(folder, "wick inspect - --json", "a.npy\r\n\r\nd/b.npy\r\nd/e/c.npy");
  CHECK(ran.code == 0);
  CHECK(json_lines(ran.out).size() == 3);
}

TEST_CASE("inspect refuses a list that it cannot read", "[tools]") {
  const TempFolder folder;
  CHECK(run_shell(folder, "wick inspect - < .").errors == "wick: standard input: Is a directory\n");
  CHECK(run_shell(folder, "wick inspect - < .").code == 1);
  const Ran closed = run_shell(folder, "wick inspect - <&-");
  CHECK(closed.code == 1);
  CHECK(closed.errors == "wick: standard input: Bad file descriptor\n");
}

TEST_CASE("inspect ends at the first Ctrl-C while it waits for a list", "[tools]") {
  const TempFolder folder;
  fill(folder);
  // The pipe stays open, so that only the signal can end the wait.
  const Ran ran = run_shell(folder, "set -m; mkfifo list; '" WICK_COMMAND
                                    "' inspect - < list & exec 3> list; echo a.npy >&3\n"
                                    "until (( 0x$(awk '/SigCgt/ {print $2}' /proc/$!/status) & 2 )); do :; done\n"
                                    "kill -INT $!; wait $!");
  CHECK(ran.code == 130);
}

TEST_CASE("inspect shows control characters in names as escapes", "[tools]") {
  const TempFolder folder;
  folder.write("a\x1b[31m\n\r\t\x7f.npy", npy("u1", {1}));
  folder.write("b.npy", npy("u1", {1}));
  folder.write("bad\x01.npy", "no array");
  const std::string shown = "a\\x1b[31m\\n\\r\\t\\x7f.npy\n";
  CHECK(run_shell(folder, "wick inspect a* b.npy").out.find("  " + shown) != std::string::npos);
  CHECK(run_shell(folder, "wick inspect a*").out.starts_with(shown));
  CHECK(run_shell(folder, "wick inspect bad*").errors.starts_with("wick: bad\\x01.npy: "));
  CHECK(run_shell(folder, "wick inspect .").out.find("    ./bad\\x01.npy: ") != std::string::npos);
}

TEST_CASE("inspect takes odd paths as they are", "[tools]") {
  const TempFolder folder;
  folder.write("a b\xC3\xA4.npy", npy("u1", {1}));
  folder.write("-x.npy", npy("u1", {1}));
  folder.write("\xFF.npy", npy("u1", {1}));
  CHECK(json_lines(run_shell(folder, "wick inspect --json 'a b\xC3\xA4.npy'").out).at(0)["path"] == "a b\xC3\xA4.npy");
  CHECK(run_shell(folder, "wick inspect --json -- -x.npy").code == 0);
  CHECK(json_lines(run_shell(folder, "wick inspect --json .").out).size() == 3);
  CHECK(run_shell(folder, "wick inspect - < /dev/zero").code == 1);
}

TEST_CASE("inspect ends quietly when nobody reads on, and loudly when the disk is full", "[tools]") {
  const TempFolder folder;
  fill(folder);
  std::string list;
  for (int i = 0; i < 20'000; ++i) list += "a.npy\n";
  const Ran closed = run_shell(folder, "wick inspect - --json | head -n 1; exit ${PIPESTATUS[0]}", list);
  CHECK(closed.code == 0);
  CHECK(json_lines(closed.out).size() == 1);
  CHECK(closed.errors.empty());
  const Ran full = run_shell(folder, "wick inspect a.npy > /dev/full");
  CHECK(full.code == 1);
  CHECK(full.errors == "wick: standard output: No space left on device\n");
}
