// SPDX-License-Identifier: MIT
#include <support/file_size_limit.hpp>
#include <support/temp_folder.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npz_archive.hpp>
#include <wick/npy/npz_writer.hpp>

#include "npz_file.hpp"
#include "npz_python.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>

#include <support/prelude.hpp>

namespace wick {
namespace {

using Catch::Matchers::ContainsSubstring;
using test::add_counted;
using test::as_bytes;

std::size_t files_in(const test::TempFolder& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder.path()), {}));
}

// Every numeric dtype, orders, shapes and names of all kinds.
void add_all_kinds(NpzWriter& writer) {
  const std::string bytes(16 * 12, '\1');
  for (const auto* code : {"b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"}) {
    const auto dtype = native_dtype(code);
    const auto payload = as_bytes(bytes).first(static_cast<std::size_t>(12 * dtype.itemsize));
    writer.add(code, dtype, false, Shape{3, 4}, payload);
    writer.add(std::string("fortran/") + code, dtype, true, Shape{3, 4}, payload);
  }
  writer.add("0-d", native_dtype("u1"), false, Shape{}, as_bytes(bytes).first(1));
  writer.add("empty", native_dtype("f4"), false, Shape{3, 0, 2}, {});
  writer.add("\u00e9\u6574", native_dtype("u1"), false, Shape{2}, as_bytes(bytes).first(2));
  writer.add("", native_dtype("u1"), false, Shape{2}, as_bytes(bytes).first(2));
  writer.add_bytes("readme.txt", as_bytes("hello"));
  writer.add_bytes("nothing", {});
}

constexpr const char* check_all_kinds = R"(
assert zipfile.ZipFile('x.npz').testzip() is None
with np.load('x.npz') as z:
    assert len(z.files) == 34, z.files
    for code in 'b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16'.split():
        want = np.full(12 * np.dtype(code).itemsize, 1, 'u1').view(code).reshape(3, 4)
        for key in code, 'fortran/' + code:
            assert z[key].dtype == np.dtype(code) and np.array_equal(z[key], want), key
        assert z['fortran/' + code].flags.f_contiguous
    assert z['0-d'].shape == () and z['0-d'] == 1
    assert z['empty'].shape == (3, 0, 2)
    assert z['\u00e9\u6574'].shape == z[''].shape == (2,)
    assert z['readme.txt'] == b'hello' and z['nothing'] == b''
for info in zipfile.ZipFile('x.npz').infolist(): assert info.date_time == (1980, 1, 1, 0, 0, 0)
)";

TEST_CASE("archives that wick writes are read by numpy and tested by zipfile", "[npy]") {
  if (!test::has_numpy()) return;
  const test::TempFolder folder;
  const auto method = GENERATE(NpzMethod::stored, NpzMethod::deflated);
  const auto zip64 = GENERATE(Zip64::when_needed, Zip64::always);
  NpzWriter writer(folder / "x.npz", {.method = method, .level = 9, .zip64 = zip64});
  add_all_kinds(writer);
  writer.finish();
  CHECK_NOTHROW(test::run_python(folder, check_all_kinds));
}

TEST_CASE("archives that wick writes are read by wick", "[npy]") {
  const test::TempFolder folder;
  const auto method = GENERATE(NpzMethod::stored, NpzMethod::deflated);
  const auto zip64 = GENERATE(Zip64::when_needed, Zip64::always);
  NpzWriter writer(folder / "x.npz", {.method = method, .zip64 = zip64});
  add_all_kinds(writer);
  writer.finish();
  const NpzArchive archive(folder / "x.npz");
  REQUIRE(archive.members().size() == 34);
  NpzScratch scratch;
  for (std::size_t i = 0; i < 34; ++i) {
    CHECK_NOTHROW(archive.check(i, scratch));
    const auto array = archive.find_array(i);
    CHECK(array.has_value() == (i < 32));
    if (array) CHECK(test::payload_of(archive, *array).find_first_not_of('\1') == std::string::npos);
  }
}

TEST_CASE("an archive of more members than 16 bits can count is written", "[npy]") {
  if (!test::has_numpy()) return;
  const test::TempFolder folder;
  const auto members = GENERATE(65'534, 65'535, 70'002);
  NpzWriter writer(folder / "x.npz");
  for (int i = 0; i < members; ++i) writer.add_bytes(std::to_string(i), {});
  writer.finish();
  const NpzArchive archive(folder / "x.npz");
  CHECK(archive.members().size() == static_cast<std::size_t>(members));
  CHECK(test::run_python(folder, "print(len(np.load('x.npz').files))") == std::to_string(members) + "\n");
}

TEST_CASE("the same members give the same bytes", "[npy]") {
  const test::TempFolder folder;
  const NpzWriterOptions options{.method = GENERATE(NpzMethod::stored, NpzMethod::deflated)};
  CHECK(test::bytes_of_file(test::write_two(folder / "x.npz", options)) ==
        test::bytes_of_file(test::write_two(folder / "y.npz", options)));
}

TEST_CASE("deflating makes an archive smaller", "[npy]") {
  const test::TempFolder folder;
  const auto bytes_at = [&](int level) {
    NpzWriter writer(folder / "x.npz", {.method = NpzMethod::deflated, .level = level});
    add_counted(writer, "x", 10'000);
    writer.finish();
    return std::filesystem::file_size(folder / "x.npz");
  };
  CHECK(bytes_at(1) < 80'000 / 2);
  CHECK(bytes_at(12) < bytes_at(1));
}

TEST_CASE("an archive that is not finished leaves the old one and nothing else", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder.write("x.npz", "old");
  {
    NpzWriter writer(path);
    add_counted(writer, "a", 1000);
    CHECK(test::bytes_of_file(path) == "old");
    CHECK(files_in(folder) == 2);
  }
  CHECK(test::bytes_of_file(path) == "old");
  CHECK(files_in(folder) == 1);
  test::write_two(path);
  CHECK(NpzArchive(path).members().size() == 2);
  CHECK(files_in(folder) == 1);
}

TEST_CASE("an archive for which there was no room cannot be finished", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder.write("x.npz", "old");
  {
    NpzWriter writer(path);
    {
      const test::FileSizeLimit limit(1000);
      CHECK_THROWS_WITH(add_counted(writer, "a", 1000), ContainsSubstring("cannot be written: File too large"));
    }
    CHECK_THROWS_AS(add_counted(writer, "b", 1), NpyError);
    CHECK_THROWS_AS(writer.finish(), NpyError);
  }
  CHECK(test::bytes_of_file(path) == "old");
  CHECK(files_in(folder) == 1);
}

TEST_CASE("a member that is refused leaves the others as they are", "[npy]") {
  const test::TempFolder folder;
  NpzWriter writer(folder / "x.npz");
  add_counted(writer, "a", 3);
  CHECK_THROWS_WITH(add_counted(writer, "a", 3), ContainsSubstring("there is one of that name already"));
  CHECK_THROWS_WITH(writer.add_bytes("a.npy", {}), ContainsSubstring("there is one of that name already"));
  CHECK_THROWS_AS(writer.add_bytes("", {}), NpyError);
  CHECK_THROWS_AS(writer.add_bytes("\xFF", {}), NpyError);
  CHECK_THROWS_AS(writer.add_bytes(std::string_view("x\0y", 3), {}), NpyError);
  CHECK_THROWS_AS(writer.add_bytes(std::string(65'536, 'x'), {}), NpyError);
  CHECK_THROWS_AS(writer.add("x", native_dtype("i8"), false, Shape{2}, as_bytes("short")), NpyError);
  CHECK_THROWS_WITH(writer.add("x", native_dtype("u1"), false, Shape{2}, as_bytes("long")),
                    ContainsSubstring("shape (2,) of dtype |u1 has 2 bytes, 4 given"));
  CHECK_THROWS_WITH(writer.add("x", {.kind = 'O', .itemsize = 8, .byteorder = '|', .descr = "|O", .has_object = true},
                               false, Shape{}, as_bytes("12345678")),
                    ContainsSubstring("Python objects cannot be written"));
  CHECK_THROWS_AS(writer.add("x", native_dtype("u1"), false, Shape{-1}, {}), Error);
  writer.add_bytes(std::string(65'535, 'x'), {});
  writer.finish();
  CHECK(NpzArchive(folder / "x.npz").members().size() == 2);
  CHECK_THROWS_AS(writer.add_bytes("late", {}), NpyError);
  CHECK_THROWS_AS(writer.finish(), NpyError);
}

TEST_CASE("options out of bounds and places that cannot be written are refused", "[npy]") {
  const test::TempFolder folder;
  CHECK_THROWS_WITH(NpzWriter(folder / "x.npz", {.method = NpzMethod::lzma}), ContainsSubstring("method lzma"));
  CHECK_THROWS_AS(NpzWriter(folder / "x.npz", {.level = 0}), NpyError);
  CHECK_THROWS_AS(NpzWriter(folder / "x.npz", {.level = 13}), NpyError);
  CHECK_THROWS_AS(NpzWriter(folder.path()), NpyError);
  CHECK_THROWS_AS(NpzWriter(folder / "absent/x.npz"), NpyError);
  CHECK(files_in(folder) == 0);
}

}  // namespace
}  // namespace wick
