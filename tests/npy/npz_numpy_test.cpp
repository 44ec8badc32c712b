// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npz_archive.hpp>

#include "npz_file.hpp"
#include "npz_python.hpp"

#include <array>

#include <support/prelude.hpp>

namespace wick {
namespace {

using test::has_numpy;
using test::payload_of;
using test::run_python;

// What numpy.save says of the same array: the bytes of FOLDER/INDEX.npy.
void check_like_file(const NpzArchive& archive, std::size_t member, const std::string& npy) {
  CAPTURE(archive.where(member), npy);
  const File file(npy);
  const auto expected = read_npy_header(file);
  const auto array = archive.array(member);
  CHECK(array.header.dtype == expected.dtype);
  CHECK(array.header.shape == expected.shape);
  CHECK(array.header.fortran_order == expected.fortran_order);
  REQUIRE(array.header.payload_bytes == expected.payload_bytes);
  const std::string bytes = test::bytes_of_file(npy).substr(static_cast<std::size_t>(expected.payload_offset));
  CHECK(payload_of(archive, array) == bytes);
  CHECK(payload_of(archive, array, 128) == bytes);
  NpzScratch scratch;
  CHECK_NOTHROW(archive.check(member, scratch));
}

constexpr const char* make_arrays = R"(
arrays = {}
for code in '?bBhHiIqQefdFD':
    for order in '<>':
        d = np.dtype(code).newbyteorder(order)
        arrays[f'{d.str[1:]} {order}'] = (np.arange(24) % 7).astype(d).reshape(2, 3, 4)
arrays['folder/of/names'] = np.arange(5)
arrays['\u00e9\u6574'] = np.arange(3.)
arrays['0-d'] = np.array(7, 'u2')
arrays['empty'] = np.zeros((3, 0, 2), 'f4')
arrays['fortran'] = np.asfortranarray(np.arange(12.).reshape(3, 4))
arrays['large'] = np.random.default_rng(1).integers(0, 50, 300_000)
arrays['text'] = np.array(['a', 'bc\u00e9'])
arrays['bytes'] = np.array([b'a', b'bc'])
arrays['time'] = np.array(['2020-01-01', 'NaT'], 'M8[D]')
arrays['structured'] = np.zeros(2, [('a', 'f4'), ('b', '>i4', (2,))])
arrays[''] = np.arange(2)
for i, a in enumerate(arrays.values()): np.save(f'{i}.npy', a)

class Stream(io.RawIOBase):  # that cannot be wound back, so that sizes come behind the data
    def __init__(self, path): self.file = open(path, 'wb')
    def writable(self): return True
    def seekable(self): return False
    def write(self, data): return self.file.write(data)

np.savez('savez.npz', **arrays)
np.savez_compressed('compressed.npz', **arrays)
np.savez(Stream('stream.npz'), **arrays)
np.savez_compressed(Stream('compressed_stream.npz'), **arrays)
with zipfile.ZipFile('zip64.npz', 'w') as z:
    for k, a in arrays.items():
        with z.open(k + '.npy', 'w', force_zip64=True) as f: np.save(f, a)
)";

TEST_CASE("all that numpy.savez and savez_compressed write is read, value for value", "[npy]") {
  if (!has_numpy()) return;
  const test::TempFolder folder;
  run_python(folder, make_arrays);
  for (const auto* name : {"savez.npz", "compressed.npz", "stream.npz", "compressed_stream.npz", "zip64.npz"}) {
    const NpzArchive archive(folder / name);
    REQUIRE(archive.members().size() == 39);
    for (std::size_t i = 0; i < archive.members().size(); ++i) {
      check_like_file(archive, i, folder / (std::to_string(i) + ".npy"));
    }
    CHECK(archive.find("folder/of/names") == 28u);
    CHECK(archive.find("\u00e9\u6574") == 29u);
    CHECK(archive.find("") == 38u);
  }
}

TEST_CASE("an empty archive has no members", "[npy]") {
  if (!has_numpy()) return;
  const test::TempFolder folder;
  run_python(folder, "np.savez('x.npz')");
  const NpzArchive archive(folder / "x.npz");
  CHECK(archive.members().empty());
  CHECK_FALSE(archive.find("a"));
}

TEST_CASE("an archive of more members than 16 bits can count is read", "[npy]") {
  if (!has_numpy()) return;
  const test::TempFolder folder;
  run_python(folder, R"(
with zipfile.ZipFile('x.npz', 'w') as z:
    for k in range(70000): z.writestr(f'{k}.npy', b'')
    for k, n in ('a', 6), ('b', 5):
        with z.open(k + '.npy', 'w') as f: np.save(f, np.arange(n))
)");
  const NpzArchive archive(folder / "x.npz");
  REQUIRE(archive.members().size() == 70'002);
  CHECK(archive.find("69999") == 69'999u);
  CHECK(archive.array(archive.at("b")).header.shape == Shape{5});
  CHECK_FALSE(archive.find_array(archive.at("12345")));
  CHECK_THROWS_AS(NpzArchive(folder / "x.npz", {.max_members = 70'001}), NpyError);
}

TEST_CASE("members beyond 4 GiB are found and read", "[npy]") {
  if (!test::has_numpy()) return;
  const test::TempFolder folder;
  const auto path = folder / "x.npz";
  constexpr std::int64_t large = std::int64_t{5} << 30;
  // A file with a hole where the zeros of the first member are.
  test::run_python(folder, R"(
class Hole(io.RawIOBase):  # keeps what is not zero
    def __init__(self, path): self.file = open(path, 'wb')
    def writable(self): return True
    def seekable(self): return True
    def tell(self): return self.file.tell()
    def seek(self, *to): return self.file.seek(*to)
    def flush(self): pass
    def write(self, data):
        n = len(data)
        if n > 1 << 20: self.file.seek(n, 1)
        else: self.file.write(data)
        return n
with zipfile.ZipFile(Hole('x.npz'), 'w') as z:
    with z.open('a.npy', 'w', force_zip64=True) as f:
        np.lib.format.write_array_header_1_0(f, {'descr': '|u1', 'fortran_order': False, 'shape': (5 << 30,)})
        zeros = bytes(1 << 28)
        for i in range(20): f.write(zeros)
    with z.open('b.npy', 'w') as f: np.save(f, np.arange(5))
)");
  const NpzArchive archive(path);
  CHECK(archive.members()[0].bytes == large + 128);
  CHECK(archive.members()[1].header_offset > large);
  CHECK(archive.array(0).header.shape == Shape{large});
  std::array<std::byte, 1> last{std::byte{1}};
  archive.read_at(archive.array(0), large - 1, last);
  CHECK(last[0] == std::byte{0});
  CHECK(test::payload_of(archive, "b").size() == 40);
}

TEST_CASE("names that are not marked as UTF-8 are read as Python reads them", "[npy]") {
  if (!has_numpy()) return;
  const test::TempFolder folder;
  const auto printed = run_python(folder, R"(
import sys
with zipfile.ZipFile('x.npz', 'w') as z: z.writestr('?' * 128 + '.npy', b'hello')
raw = open('x.npz', 'rb').read().replace(b'?' * 128, bytes(range(128, 256)))
open('x.npz', 'wb').write(raw)
sys.stdout.buffer.write(zipfile.ZipFile('x.npz').namelist()[0].encode())
)");
  const NpzArchive archive(folder / "x.npz");
  REQUIRE(archive.members().size() == 1);
  CHECK(archive.members()[0].name == printed);
  CHECK(test::bytes_of(archive, 0) == "hello");
}

TEST_CASE("members packed by bzip2 or lzma are refused by name, the others are read", "[npy]") {
  if (!has_numpy()) return;
  const test::TempFolder folder;
  run_python(folder, R"(
with zipfile.ZipFile('x.npz', 'w') as z:
    for method in zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED:
        z.writestr(f'{method}', b'hello', method)
)");
  const NpzArchive archive(folder / "x.npz");
  CHECK_THROWS_WITH(archive.array(0), Catch::Matchers::ContainsSubstring("compressed by bzip2: stored or deflated"));
  CHECK_THROWS_WITH(archive.array(1), Catch::Matchers::ContainsSubstring("compressed by lzma"));
  CHECK(test::bytes_of(archive, 2) == "hello");
}

}  // namespace
}  // namespace wick
