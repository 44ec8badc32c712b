// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/datasets/load_npz.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npz_archive.hpp>
#include <wick/npy/npz_writer.hpp>

#include "arrays.hpp"

#include <npy/npz_python.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;
using test::TempFolder;

namespace {

std::span<const std::byte> as_bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

std::string payload(const NumpyArray& array) {
  return {reinterpret_cast<const char*>(array.data()), static_cast<std::size_t>(array.nbytes())};
}

bool is_aligned(const NumpyArray& array) { return reinterpret_cast<std::uintptr_t>(array.data()) % 64 == 0; }

// x: int32 (2, 3), and a text.
std::string write_mixed(const TempFolder& folder, NpzMethod method) {
  NpzWriter writer(folder / "a.npz", {.method = method});
  writer.add_bytes("readme.txt", as_bytes("hello"));
  const auto bytes = test::bytes_of<std::int32_t>({0, 1, 2, 3, 4, 5});
  writer.add("x", native_dtype("i4"), false, Shape{2, 3}, as_bytes(bytes));
  writer.add_bytes("folder/", {});
  writer.finish();
  return folder / "a.npz";
}

}  // namespace

TEST_CASE("What numpy writes to an archive is loaded, in its order", "[datasets]") {
  if (!test::has_numpy()) return;
  const TempFolder folder;
  const std::string save = GENERATE("savez", "savez_compressed");
  test::run_python(folder, R"(
arrays = {'z': np.arange(6, dtype='>i2').reshape(2, 3), 'f': np.asfortranarray(np.arange(12.).reshape(3, 4))}
for code in 'b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16'.split():
    arrays[code] = np.arange(70000 if code == 'f4' else 7).astype(code)
arrays |= {'0-d': np.float32(2.5), 'empty': np.zeros((3, 0)), 'a/b': np.int8([1]), '\u00e9\u6574': np.int8([2])}
np.)" + save + R"((open('a.npz', 'wb'), **arrays)
for key, array in arrays.items(): open(key.replace('/', '_') + '.bytes', 'wb').write(array.tobytes('A'))
)");
  const auto arrays = load_npz(folder / "a.npz");
  REQUIRE(arrays.size() == 20);
  CHECK(arrays.begin()->first == "z");
  CHECK((arrays.end() - 1)->first == "\u00e9\u6574");
  for (const auto& [key, array] : arrays) {
    CAPTURE(key);
    auto file = key;
    if (const auto slash = file.find('/'); slash != std::string::npos) file[slash] = '_';
    CHECK(payload(array) == test::bytes_of_file(folder / (file + ".bytes")));
    CHECK(is_aligned(array));
    CHECK(array.origin() == (folder / "a.npz") + "['" + key + ".npy']");
    const auto one = load_npz(folder / "a.npz", key);
    CHECK(one.dtype() == array.dtype());
    CHECK(one.strides() == array.strides());
    CHECK(payload(one) == payload(array));
    CHECK(is_aligned(one));
  }
  CHECK(arrays["z"].dtype() == test::big_endian("i2"));
  CHECK(arrays["f"].shape() == Shape{3, 4});
  CHECK(arrays["f"].strides() == std::vector<std::int64_t>{8, 24});
  CHECK(arrays["f4"].elements<float>()[69999] == 69999);
  CHECK(arrays["0-d"].shape().empty());
  CHECK(arrays["empty"].shape() == Shape{3, 0});
}

TEST_CASE("Members that are no arrays are left out", "[datasets]") {
  const TempFolder folder;
  const auto path = write_mixed(folder, GENERATE(NpzMethod::stored, NpzMethod::deflated));
  const auto arrays = load_npz(path);
  REQUIRE(arrays.size() == 1);
  CHECK(arrays["x"].elements<std::int32_t>()[5] == 5);
  CHECK(arrays.left_out().size() == 2);
  CHECK_THROWS_WITH(arrays["readme.txt"],
                    ContainsSubstring("['readme.txt']: it is no array") && ContainsSubstring("read_bytes"));
  CHECK_THROWS_WITH(load_npz(path, "readme.txt"), ContainsSubstring(path + "['readme.txt']: it is no array"));
}

TEST_CASE("An empty archive has no arrays", "[datasets]") {
  const TempFolder folder;
  NpzWriter(folder / "a.npz").finish();
  CHECK(load_npz(folder / "a.npz").empty());
  CHECK_THROWS_WITH(load_npz(folder / "a.npz", "x"), ContainsSubstring("the archive is empty"));
}

TEST_CASE("Bools of an archive become 0 or 1", "[datasets]") {
  const TempFolder folder;
  NpzWriter writer(folder / "a.npz", {.method = GENERATE(NpzMethod::stored, NpzMethod::deflated)});
  writer.add("x", native_dtype("b1"), false, Shape{3}, as_bytes(std::string_view("\0\1\xff", 3)));
  writer.finish();
  CHECK(payload(load_npz(folder / "a.npz", "x")) == std::string("\0\1\1", 3));
}

TEST_CASE("Python objects in an archive are left out, and who asks for them is told why", "[datasets]") {
  if (!test::has_numpy()) return;
  const TempFolder folder;
  const std::string save = GENERATE("savez", "savez_compressed");
  test::run_python(folder,
                   "np." + save + R"(('a.npz', names=np.array(['ab', 'c']), list=np.array([None, 1]), x=np.arange(3),
    fields=np.zeros(2, [('a', 'O')]))
)");
  const auto arrays = load_npz(folder / "a.npz");
  REQUIRE(arrays.size() == 2);
  CHECK(arrays["names"].text(1) == "c");
  CHECK(arrays["x"].elements<std::int64_t>()[2] == 2);
  REQUIRE(arrays.left_out().size() == 2);
  CHECK(arrays.left_out()[0].key == "list");
  CHECK_FALSE(arrays.contains("list"));
  const auto refusal = "['list']: dtype |O: the elements are Python objects";
  CHECK_THROWS_WITH(arrays["list"], ContainsSubstring((folder / "a.npz") + refusal));
  CHECK_THROWS_WITH(arrays["list.npy"], ContainsSubstring("Python objects"));
  CHECK_THROWS_WITH(arrays["fields"], ContainsSubstring("fields that hold Python objects cannot be read"));
  CHECK_THROWS_WITH(arrays["else"], ContainsSubstring("no array is called 'else'"));
  CHECK_THROWS_WITH(load_npz(folder / "a.npz", "list"), ContainsSubstring("['list.npy']: dtype |O: the elements"));
}

TEST_CASE("A damaged array of an archive is refused, whichever of its bytes it is", "[datasets]") {
  const TempFolder folder;
  const auto path = write_mixed(folder, GENERATE(NpzMethod::stored, NpzMethod::deflated));
  const NpzArchive archive(path);
  const auto array = archive.array(1);
  const auto first = static_cast<std::size_t>(array.data_offset);
  const auto count = static_cast<std::size_t>(archive.members()[1].compressed_bytes);
  for (std::size_t i = first; i < first + count; ++i) {
    auto damaged = test::bytes_of_file(path);
    damaged[i] = static_cast<char>(~damaged[i]);
    CAPTURE(i - first);
    const auto copy = folder.write("damaged.npz", damaged);
    CHECK_THROWS_AS(load_npz(copy, "x"), NpyError);
  }
}

TEST_CASE("An archive that is cut off anywhere is refused", "[datasets]") {
  const TempFolder folder;
  const auto bytes = test::bytes_of_file(write_mixed(folder, NpzMethod::stored));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    CAPTURE(length);
    const auto path = folder.write("a.npz", std::string_view(bytes).substr(0, length));
    CHECK_THROWS_AS(load_npz(path), NpyError);
  }
}

TEST_CASE("What is no archive is refused with what it is", "[datasets]") {
  const TempFolder folder;
  CHECK_THROWS_WITH(load_npz(folder / "absent.npz"), ContainsSubstring("absent.npz: cannot be opened"));
  const auto npy = folder.write("x.npz", test::npy_of<float>({1}, {1}));
  CHECK_THROWS_WITH(load_npz(npy), ContainsSubstring("x.npz: byte 0: not an .npz file, it is an .npy file"));
}
