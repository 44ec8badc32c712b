// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>

#include "npy_writer_file.hpp"
#include "numpy_script.hpp"

#include <filesystem>
#include <string>

#include <support/prelude.hpp>

namespace wick {
namespace {

constexpr NpyWriterOptions appending{.existing = ExistingFile::append, .buffer_bytes = 64};

TEST_CASE("NumPy reads the file after every append", "[npy]") {
  const test::TempFolder folder;
  NpyWriter writer(folder / "x.npy", native_dtype("i8"), Shape{2, 3}, {.buffer_bytes = 0});
  for (int i = 0; i <= 105; ++i) {
    std::filesystem::copy_file(folder / "x.npy", folder / std::to_string(i) + ".npy");
    test::append_counting(writer, 1);
  }
  const auto text = test::run_numpy(R"(
for i in range(106):
  a = np.load(f'{i}.npy')
  assert a.shape == (i, 2, 3) and a.dtype == '<i8' and (a == np.arange(6 * i).reshape(i, 2, 3)).all(), i
  assert np.load(f'{i}.npy', mmap_mode='r').shape == a.shape
print('all')
)",
                                    folder.path());
  if (text) CHECK(*text == "all\n");
}

TEST_CASE("files that NumPy saved go on", "[npy]") {
  const test::TempFolder folder;
  const auto saved = test::run_numpy(R"(
rng = np.random.default_rng(0)
structure = [('a', 'u1'), ('p', [('x', '>f4'), (('t', '\u00e9'), '<U3')], (2,))]
dtypes = ['?', 'i1', '>i2', '<u8', '<f2', 'f4', '>c16', 'g', 'S3', '<U2', '>U2', 'V5', 'M8[ns]', '>m8[25us]', structure,
          [('\u20ac', '<f4')], [('long' * 500, '<f4'), ('y', '<i2')]]
for number, dtype in enumerate(np.dtype(d) for d in dtypes):
  for rows in (0, 1, 9, 99):
    for shape in ((), (1,), (2, 3)):
      a = np.zeros((rows,) + shape, dtype)
      if a.size and dtype.kind != 'U': a = np.frombuffer(rng.bytes(a.nbytes), dtype).reshape(a.shape)
      np.save(f'{number}-{rows}-{len(shape)}.npy', a)
)",
                                     folder.path());
  if (!saved) return;
  REQUIRE(*saved == "");
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    if (entry.path().extension() != ".npy") continue;
    const std::string path = entry.path().string();
    const auto header = read_npy_header(path);
    const auto offset = header.payload_offset;
    NpyWriter writer(path, header.dtype, std::span(header.shape).subspan(1), appending);
    const std::vector<std::byte> row(static_cast<std::size_t>(writer.row_bytes()), std::byte{header.dtype.kind != 'U'});
    for (int i = 0; i < 2; ++i) writer.append(row);
    writer.close();
    CHECK(read_npy_header(path).payload_offset == offset);
    ++files;
  }
  CHECK(files == 17 * 4 * 3);
  const auto text = test::run_numpy(R"(
count = 0
for name in sorted(n for n in os.listdir('.') if n.endswith('.npy')):
  rows = int(name.split('-')[1])
  a = np.load(name)
  assert a.shape[0] == rows + 2, name
  for row in a[rows:]: assert set(row.tobytes()) == {int(a.dtype.kind != 'U')}, name
  before = open(name, 'rb').read()
  np.save('again.npy', a)
  assert before == open('again.npy', 'rb').read(), name  # header and payload are what NumPy itself would save
  os.remove('again.npy')
  count += 1
print(count)
)",
                                    folder.path());
  CHECK(text.value_or("") == std::to_string(files) + "\n");
}

TEST_CASE("NumPy appends and wick goes on, in turns", "[npy]") {
  const test::TempFolder folder;
  const std::string path = folder / "x.npy";
  std::int64_t rows = 0;
  for (int turn = 0; turn < 3; ++turn) {
    {
      NpyWriter writer(path, native_dtype("i8"), {}, appending);
      CHECK(writer.rows() == rows);
      test::append_counting(writer, 7);
    }
    const auto text = test::run_numpy(
        "a = np.load('x.npy')\nnp.save('x.npy', np.concatenate([a, np.arange(len(a), len(a) + 4)]))\n", folder.path());
    if (!text) return;
    REQUIRE(text->empty());
    rows += 11;
  }
  CHECK(test::count_of_counting(path) == 33);
}

}  // namespace
}  // namespace wick
