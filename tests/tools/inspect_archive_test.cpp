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

namespace {

/// Whether NumPy could write the files.
bool write(const TempFolder& folder, const std::string& script) {
  const auto printed = run_numpy("import zipfile\n" + script, folder.path());
  if (printed) REQUIRE(*printed == "");
  return printed.has_value();
}

}  // namespace

TEST_CASE("inspect shows the members of an archive", "[tools][conformance]") {
  const TempFolder folder;
  if (!write(folder, R"(
np.savez('a.npz', x=np.zeros((2, 3), 'f4'), y=np.asfortranarray(np.zeros((4, 5), '>i2')))
with zipfile.ZipFile('a.npz', 'a') as z: z.writestr('notes.txt', 'x' * 10)
np.savez_compressed('c.npz', x=np.zeros(1000))
)"))
    return;
  const Ran ran = run_shell(folder, "wick inspect a.npz");
  CHECK(ran.code == 0);
  CHECK(ran.out ==
        "a.npz\n"
        "  members  3\n"
        "  bytes    74 B, 330 B in the file\n"
        "  member     dtype     shape            order  method       bytes   in file\n"
        "  x          <f4       (2, 3)           C      stored        24 B     152 B\n"
        "  y          >i2       (4, 5)           F      stored        40 B     168 B\n"
        "  notes.txt  no array                          stored        10 B      10 B\n");
  const auto object = json_lines(run_shell(folder, "wick inspect --json a.npz").out).at(0);
  CHECK(object["path"] == "a.npz");
  REQUIRE(object["members"].size() == 3);
  CHECK(object["members"][1] == Json::parse(R"({"name": "y", "version": "1.0", "dtype": ">i2", "shape": [4, 5],
    "fortran_order": true, "payload_offset": 128, "payload_bytes": 40, "loadable": true, "method": "stored",
    "bytes": 168, "compressed_bytes": 168})"));
  CHECK(object["members"][2] ==
        Json::parse(R"({"name": "notes.txt", "method": "stored", "bytes": 10, "compressed_bytes": 10})"));
  const auto packed = json_lines(run_shell(folder, "wick inspect --json c.npz").out).at(0)["members"].at(0);
  CHECK(packed["method"] == "deflated");
  CHECK(packed["payload_bytes"] == 8000);
  CHECK(packed["compressed_bytes"] < 1000);
}

TEST_CASE("inspect names bad members and shows the others", "[tools][conformance]") {
  const TempFolder folder;
  if (!write(folder, R"(
np.savez('a.npz', x=np.zeros(3), y=np.zeros(4))
b = open('a.npz', 'rb').read()
open('a.npz', 'wb').write(b.replace(b"'descr'", b"'dEscr'", 1))
open('b.npz', 'wb').write(b[:-30])
np.save('plain', np.zeros(3)); os.rename('plain.npy', 'plain.npz')
)"))
    return;
  const Ran ran = run_shell(folder, "wick inspect a.npz");
  CHECK(ran.code == 1);
  CHECK(ran.errors.starts_with("wick: a.npz['x.npy']: byte 11: header: unknown key 'dEscr'"));
  CHECK(ran.out.find("\n  members  2, 1 bad\n") != std::string::npos);
  CHECK(ran.out.find("\n  x        bad  ") != std::string::npos);
  CHECK(ran.out.find("\n  y        <f8  ") != std::string::npos);
  const Ran list = run_shell(folder, "wick inspect --json a.npz b.npz plain.npz");
  CHECK(list.code == 1);
  const auto objects = json_lines(list.out);
  CHECK(objects.at(0)["members"].at(0)["error"].get<std::string>().starts_with("byte 11: header: "));
  CHECK(objects.at(0)["members"].at(1)["shape"] == Json({4}));
  CHECK(objects.at(1).size() == 2);
  CHECK(objects.at(1).contains("error"));
  CHECK(objects.at(2)["shape"] == Json({3}));
}

TEST_CASE("inspect shows an archive of thousands of members in a few lines", "[tools][conformance]") {
  const TempFolder folder;
  if (!write(folder, "np.savez('a.npz', **{'s%04d' % i: np.zeros((2 + i % 5, 3), 'u1') for i in range(3000)})\n"))
    return;
  CHECK(run_shell(folder, "wick inspect a.npz").out ==
        "a.npz\n"
        "  members  3,000\n"
        "  bytes    35.2 KiB, 410 KiB in the file\n"
        "  names    s0000 ... s2999 (--json names all)\n"
        "  dtype    shape                    order    members      bytes\n"
        "  |u1      (2..6, 3)                C          3,000   35.2 KiB\n");
  CHECK(json_lines(run_shell(folder, "wick inspect --json a.npz").out).at(0)["members"].size() == 3000);
}

TEST_CASE("inspect gives an archive a line among files, and sums archives up in folders", "[tools][conformance]") {
  const TempFolder folder;
  if (!write(folder, R"(
os.mkdir('d')
for i in range(3): np.savez('d/%d.npz' % i, x=np.zeros((2 + i, 3), 'f4'), y=np.zeros(3, 'i8'))
np.save('d/a.npy', np.zeros(3, 'u1'))
open('d/.wick-make', 'w').close()
)"))
    return;
  CHECK(run_shell(folder, "wick inspect d/a.npy d/0.npz").out ==
        "dtype    shape                order      bytes  path\n"
        "|u1      (3,)                 C            3 B  d/a.npy\n"
        "npz      2 members                        48 B  d/0.npz\n");
  CHECK(run_shell(folder, "wick inspect d").out ==
        "d: 1 .npy file, 3 .npz files of 6 arrays, 183 B of arrays\n"
        "  dtype    shape                    order      files      bytes\n"
        "  |u1      (3,)                     C              1        3 B\n"
        "  member   dtype    shape                    order   archives      bytes\n"
        "  x        <f4      (2..4, 3)                C              3      108 B\n"
        "  y        <i8      (3,)                     C              3       72 B\n");
}
