// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npz_archive.hpp>
#include <wick/npy/npz_writer.hpp>

#include "header_file.hpp"
#include "npz_file.hpp"
#include "npz_python.hpp"

#include <atomic>
#include <thread>

#include <support/prelude.hpp>

namespace wick {
namespace {

using Catch::Matchers::ContainsSubstring;
using test::add_counted;
using test::as_bytes;
using test::as_text;
using test::counted;
using test::payload_of;

std::string text_of_counted(std::int64_t count) {
  const auto numbers = counted(count);
  return as_text(std::as_bytes(std::span(numbers)));
}

NpzMethod generate_method() { return GENERATE(NpzMethod::stored, NpzMethod::deflated); }

// An archive of one member.
std::string write_one(const test::TempFolder& folder, std::string_view name, std::string_view bytes, NpzMethod method) {
  NpzWriter writer(folder / "x.npz", {.method = method});
  writer.add_bytes(name, as_bytes(bytes));
  writer.finish();
  return folder / "x.npz";
}

TEST_CASE("arrays are found by their names and read", "[npy]") {
  const test::TempFolder folder;
  const auto method = generate_method();
  const NpzArchive archive(test::write_two(folder / "x.npz", {.method = method}));
  REQUIRE(archive.members().size() == 2);
  CHECK(archive.members()[0].name == "a.npy");
  CHECK(archive.members()[0].method == method);
  CHECK(archive.members()[0].bytes == 128 + 48);
  CHECK(archive.find("a") == 0u);
  CHECK(archive.find("b.npy") == 1u);
  CHECK_FALSE(archive.find("c"));
  CHECK_THROWS_WITH(archive.at("c"), ContainsSubstring("no member is called 'c': it has 'a', 'b'"));
  const NpzArray array = archive.array(1);
  CHECK(array.header.dtype == native_dtype("i8"));
  CHECK(array.header.shape == Shape{5});
  CHECK(array.header.payload_offset == 128);
  CHECK(payload_of(archive, array) == text_of_counted(5));
}

TEST_CASE("a stored array tells where in the file its payload is, and is read in parts", "[npy]") {
  const test::TempFolder folder;
  const NpzArchive archive(test::write_two(folder / "x.npz"));
  const NpzArray array = archive.array(0);
  REQUIRE(array.payload_in_file == array.data_offset + 128);
  std::string whole(48, '?');
  archive.file().read_at(*array.payload_in_file, std::as_writable_bytes(std::span(whole)));
  CHECK(whole == text_of_counted(6));
  std::array<std::int64_t, 2> rows{};
  const auto place = std::as_writable_bytes(std::span(rows));
  archive.read_at(array, 8, place);
  CHECK(rows == std::array<std::int64_t, 2>{1, 2});
  archive.read_at(array, 32, place);
  CHECK(rows == std::array<std::int64_t, 2>{4, 5});
  for (const std::int64_t offset : {-1, 33, 48, 1000}) CHECK_THROWS_AS(archive.read_at(array, offset, place), Error);
}

TEST_CASE("a deflated array is not read in parts", "[npy]") {
  const test::TempFolder folder;
  const NpzArchive archive(test::write_two(folder / "x.npz", {.method = NpzMethod::deflated}));
  const NpzArray array = archive.array(0);
  CHECK_FALSE(array.payload_in_file);
  CHECK_THROWS_WITH(archive.read_at(array, 0, {}), ContainsSubstring("only stored members can be read in parts"));
}

TEST_CASE("a payload is visited part by part, and then the CRC is checked", "[npy]") {
  const test::TempFolder folder;
  const auto method = generate_method();
  const std::int64_t count = 100'000;  // 800 kB
  NpzWriter writer(folder / "x.npz", {.method = method});
  add_counted(writer, "a", count);
  writer.finish();
  NpzScratch scratch;
  const auto visit_all = [&](const NpzArchive& archive, int most) {
    std::string seen;
    int parts = 0;
    const auto visit = [&](std::span<const std::byte> part) {
      CHECK(part.size() % 8 == 0);
      seen += as_text(part);
      return ++parts < most;
    };
    archive.read_parts(archive.array(0), visit, scratch);
    return std::pair(parts, seen);
  };
  const auto [parts, seen] = visit_all(NpzArchive(folder / "x.npz"), 1000);
  CHECK(parts == 4);
  CHECK((seen == text_of_counted(count)));
  CHECK(visit_all(NpzArchive(folder / "x.npz"), 2).first == 2);

  auto bytes = test::bytes_of_file(folder / "x.npz");
  bytes = test::patched(bytes, test::entry_offset(bytes, 0) + 16, 0x12345678, 4);
  const NpzArchive damaged(folder.write("y.npz", bytes));
  CHECK_THROWS_WITH(visit_all(damaged, 1000), ContainsSubstring("the directory says 12345678"));
}

TEST_CASE("the name as it is comes before the name with .npy", "[npy]") {
  const test::TempFolder folder;
  NpzWriter writer(folder / "x.npz");
  writer.add_bytes("a", as_bytes("raw"));
  add_counted(writer, "a", 3);
  add_counted(writer, "b.npy", 2);
  writer.finish();
  const NpzArchive archive(folder / "x.npz");
  CHECK(archive.find("a") == 0u);
  CHECK(archive.find("a.npy") == 1u);
  CHECK(archive.find("b.npy") == 2u);
  CHECK_FALSE(archive.find("b"));
  CHECK(npz_key("a") == "a");
  CHECK(npz_key("a.npy") == "a");
  CHECK(npz_key("b.npy.npy") == "b.npy");
  CHECK(npz_key(".npy") == "");
}

TEST_CASE("a name that two members have cannot be looked up", "[npy]") {
  const test::TempFolder folder;
  auto bytes = test::bytes_of_file(test::write_two(folder / "x.npz"));
  bytes[bytes.find("b.npy")] = 'a';   // in the local header
  bytes[bytes.rfind("b.npy")] = 'a';  // in the directory
  const NpzArchive archive(folder.write("y.npz", bytes));
  CHECK_THROWS_WITH(archive.find("a"), ContainsSubstring("several members are called 'a.npy'"));
  CHECK_THROWS_AS(archive.at("a.npy"), NpyError);
  CHECK_FALSE(archive.find("b"));
  CHECK(payload_of(archive, archive.array(0)) == text_of_counted(6));
  CHECK(payload_of(archive, archive.array(1)) == text_of_counted(5));
}

TEST_CASE("a payload is inflated with room before it, and without", "[npy]") {
  const test::TempFolder folder;
  const std::string npy = make_npy_header(native_dtype("i8"), false, Shape{1000}) + text_of_counted(1000);
  // As others write it: one stream, in which the payload may refer to the header.
  const NpzArchive archive(write_one(folder, "x.npy", npy, NpzMethod::deflated));
  const NpzArray array = archive.array(0);
  const std::size_t headroom = GENERATE(0, 1, 127, 128, 129, 1000);
  CAPTURE(headroom);
  CHECK(payload_of(archive, array, headroom) == text_of_counted(1000));
}

TEST_CASE("room before a payload is where the header of a deflated array goes", "[npy]") {
  const test::TempFolder folder;
  const std::string npy = make_npy_header(native_dtype("i8"), false, Shape{3}) + text_of_counted(3);
  const NpzArchive archive(write_one(folder, "x.npy", npy, NpzMethod::deflated));
  std::vector<std::byte> bytes(npy.size());
  NpzScratch scratch;
  archive.read(archive.array(0), std::span(bytes).subspan(128), scratch, 128);
  CHECK(as_text(bytes) == npy);
}

TEST_CASE("what follows an array in its member is checked and dropped", "[npy]") {
  const test::TempFolder folder;
  const auto junk = GENERATE(std::size_t{1}, std::size_t{600'000});
  const std::string npy = make_npy_header(native_dtype("i8"), false, Shape{3}) + text_of_counted(3);
  const auto path = write_one(folder, "x.npy", npy + std::string(junk, 'j'), generate_method());
  const NpzArchive archive(path);
  CHECK(payload_of(archive, archive.array(0), 0) == text_of_counted(3));
  CHECK(payload_of(archive, archive.array(0), 128) == text_of_counted(3));
  if (archive.members()[0].method == NpzMethod::deflated) return;
  auto bytes = test::bytes_of_file(path);
  bytes[bytes.find('j', 180) + junk - 1] = 'k';
  const NpzArchive damaged(folder.write("y.npz", bytes));
  CHECK_THROWS_WITH(payload_of(damaged, damaged.array(0)), ContainsSubstring("CRC"));
}

TEST_CASE("members that are no arrays are read as bytes", "[npy]") {
  const test::TempFolder folder;
  const std::string_view content = GENERATE("", "x", "\x93NUMP", "hello");
  const NpzArchive archive(write_one(folder, "readme", content, generate_method()));
  CHECK_FALSE(archive.find_array(0));
  CHECK_THROWS_WITH(archive.array(0), ContainsSubstring("x.npz['readme']: it is no array"));
  CHECK(test::bytes_of(archive, 0) == content);
  NpzScratch scratch;
  CHECK_NOTHROW(archive.check(0, scratch));
}

TEST_CASE("a long header in a member is read", "[npy]") {
  const test::TempFolder folder;
  const auto fields = GENERATE(20, 200, 5000);
  std::string descr = "[";
  for (int i = 0; i < fields; ++i) descr += "('field number " + std::to_string(i) + "', '<f4'), ";
  const std::string npy = test::header_file(test::header_text(descr + "]", "(1,)"), 2) + std::string(4u * fields, 'x');
  const NpzArchive archive(write_one(folder, "x.npy", npy, generate_method()));
  const NpzArray array = archive.array(0);
  CHECK(array.header.dtype.itemsize == 4 * fields);
  CHECK(payload_of(archive, array) == std::string(4u * fields, 'x'));
  CHECK(test::bytes_of(archive, 0) == npy);
}

TEST_CASE("an array larger than the parts of a read is read whole", "[npy]") {
  const test::TempFolder folder;
  const auto method = generate_method();
  const auto count = GENERATE(32'768, 32'769, 200'000);
  NpzWriter writer(folder / "x.npz", {.method = method});
  add_counted(writer, "x", count);
  writer.finish();
  const NpzArchive archive(folder / "x.npz");
  CHECK(payload_of(archive, "x") == text_of_counted(count));
}

TEST_CASE("a place of another size than the payload is refused", "[npy]") {
  const test::TempFolder folder;
  const NpzArchive archive(test::write_two(folder / "x.npz", {.method = generate_method()}));
  NpzScratch scratch;
  std::vector<std::byte> bytes(49);
  CHECK_THROWS_WITH(archive.read(archive.array(0), bytes, scratch), ContainsSubstring("49 bytes given to read 48"));
  CHECK_THROWS_AS(archive.read_bytes(0, bytes, scratch), Error);
}

TEST_CASE("many threads read members of one archive at once", "[npy]") {
  const test::TempFolder folder;
  constexpr int members = 50;
  NpzWriter writer(folder / "x.npz", {.method = generate_method()});
  for (int i = 0; i < members; ++i) add_counted(writer, std::to_string(i), 100 * i);
  writer.finish();
  const NpzArchive archive(folder / "x.npz");
  std::atomic<int> right = 0;
  const auto read = [&](int begin) {
    NpzScratch scratch;
    for (int i = 0; i < members; ++i) {
      const int which = (begin + i) % members;
      const auto array = archive.array(archive.at(std::to_string(which)));
      std::vector<std::byte> payload(static_cast<std::size_t>(array.header.payload_bytes));
      archive.read(array, payload, scratch);
      right += as_text(payload) == text_of_counted(100 * which);
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) threads.emplace_back(read, i * 7);
  for (auto& thread : threads) thread.join();
  CHECK(right == 8 * members);
}

TEST_CASE("an archive can be moved, and a scratch with it", "[npy]") {
  const test::TempFolder folder;
  NpzArchive first(test::write_two(folder / "x.npz", {.method = NpzMethod::deflated}));
  const NpzArchive archive(std::move(first));
  NpzScratch scratch;
  std::vector<std::byte> bytes(static_cast<std::size_t>(archive.members()[0].bytes));
  archive.read_bytes(0, bytes, scratch);
  NpzScratch moved(std::move(scratch));
  archive.read_bytes(0, bytes, moved);
  scratch = std::move(moved);
  archive.read_bytes(0, bytes, scratch);
  CHECK(as_text(bytes).ends_with(text_of_counted(6)));
}

}  // namespace
}  // namespace wick
