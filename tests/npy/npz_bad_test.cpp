// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npz_archive.hpp>
#include <wick/npy/npz_writer.hpp>

#include "header_file.hpp"
#include "npz_file.hpp"
#include "npz_python.hpp"

#include <support/prelude.hpp>

namespace wick {
namespace {

using Catch::Matchers::ContainsSubstring;
using test::entry_offset;
using test::error_of;
using test::patched;

// The archive of write_two, with its bytes at hand.
class Two {
 public:
  explicit Two(const NpzWriterOptions& options = {}) : bytes(test::bytes_of_file(write(options))) {}

  // What opening such bytes throws.
  std::string opening(const std::string& changed) const {
    return error_of([&] { NpzArchive(folder.write("y.npz", changed)); });
  }

  // What reading a.npy from such bytes throws; b.npy must be read nevertheless.
  std::string reading(const std::string& changed) const {
    const NpzArchive archive(folder.write("y.npz", changed));
    CHECK_NOTHROW(test::payload_of(archive, "b"));
    NpzScratch scratch;
    CHECK_THROWS_AS(archive.check(0, scratch), NpyError);
    return error_of([&] { test::payload_of(archive, archive.array(0)); });
  }

  std::string entry_patched(std::size_t offset, std::uint64_t number, std::size_t size) const {
    return patched(bytes, entry_offset(bytes, 0) + offset, number, size);
  }
  std::string end_patched(std::size_t offset, std::uint64_t number, std::size_t size) const {
    return patched(bytes, bytes.rfind("PK\x05\x06") + offset, number, size);
  }

  const test::TempFolder folder;
  const std::string bytes;

 private:
  std::string write(const NpzWriterOptions& options) const { return test::write_two(folder / "x.npz", options); }
};

TEST_CASE("what is no zip archive is refused with what it seems to be", "[npy]") {
  const test::TempFolder folder;
  const auto opening = [&](const std::string& bytes) {
    return error_of([&] { NpzArchive(folder.write("x.npz", bytes)); });
  };
  CHECK_THAT(opening(""), ContainsSubstring("x.npz: the file is empty"));
  CHECK_THAT(opening("\x93NUMPY..."), ContainsSubstring("byte 0: not an .npz file, it is an .npy file"));
  CHECK_THAT(opening("hello"), ContainsSubstring("it begins with other bytes"));
  CHECK_THAT(opening("PK"), ContainsSubstring("other bytes"));
  CHECK_THAT(opening("PK\x03\x04 and so on"), ContainsSubstring("no end of a zip archive"));
  CHECK_THAT(opening("PK\x05\x06"), ContainsSubstring("no end of a zip archive"));
  CHECK_THROWS_AS(NpzArchive(folder / "absent.npz"), NpyError);
}

TEST_CASE("bytes behind an archive are borne as by NumPy, bytes before it are not", "[npy]") {
  const Two two;
  CHECK(two.opening(two.bytes + std::string(10, 'x')).empty());
  CHECK(two.opening(two.bytes + std::string(65'536, 'x')).empty());
  CHECK_THAT(two.opening(two.bytes + std::string(65'537, 'x')), ContainsSubstring("in the last 64 KiB"));
  CHECK_THAT(two.opening("x" + two.bytes), ContainsSubstring("not an .npz file"));
  const NpzArchive archive(two.folder.write("y.npz", "PK\x03\x04" + two.bytes));
  CHECK(test::payload_of(archive, "a") == test::payload_of(NpzArchive(two.folder / "x.npz"), "a"));
}

TEST_CASE("a comment at the end of an archive is passed over, whatever it has", "[npy]") {
  const Two two;
  const std::string comment =
      GENERATE(as<std::string>{}, "hello", std::string(65'535, 'x'), "PK\x05\x06" + std::string(30, 'x'), "PK\x05\x06");
  CHECK(two.opening(two.end_patched(20, comment.size(), 2) + comment).empty());
}

TEST_CASE("a damaged end of an archive is refused with the place", "[npy]") {
  const Two two;
  CHECK_THAT(two.opening(two.end_patched(12, 5, 4)), ContainsSubstring("the directory is said to begin at byte") ||
                                                         ContainsSubstring("an entry of the archive's directory"));
  CHECK_THAT(two.opening(two.end_patched(12, 1 << 20, 4)), ContainsSubstring("a directory of 1048576 bytes expected"));
  CHECK_THAT(two.opening(two.end_patched(16, 1 << 20, 4)), ContainsSubstring("said to begin at byte 1048576"));
  CHECK_THAT(two.opening(two.end_patched(4, 1, 2)), ContainsSubstring("split over several disks"));
  CHECK_THAT(two.opening(two.end_patched(12, 0xFFFFFFFF, 4)), ContainsSubstring("bytes expected before this"));
}

TEST_CASE("a damaged directory is refused with the place", "[npy]") {
  const Two two({.zip64 = Zip64::always});
  const auto entry = entry_offset(two.bytes, 0);
  const std::string place = "byte " + std::to_string(entry) + ": ";
  CHECK_THAT(two.opening(two.entry_patched(0, 0, 1)), ContainsSubstring(place + "an entry of the archive's directory"));
  CHECK_THAT(two.opening(two.entry_patched(28, 60'000, 2)), ContainsSubstring("but the directory ends after"));
  CHECK_THAT(two.opening(two.entry_patched(34, 1, 2)), ContainsSubstring("split over several disks"));
  CHECK_THAT(two.opening(two.entry_patched(46, 0, 1)), ContainsSubstring("has a NUL"));
  CHECK_THAT(two.opening(patched(two.entry_patched(8, 0x800, 2), entry + 46, 0xFF, 1)), ContainsSubstring("not UTF-8"));
  const std::size_t extra = 46 + 5;
  CHECK_THAT(two.opening(two.entry_patched(extra + 2, 25, 2)), ContainsSubstring("longer than all of them"));
  CHECK_THAT(two.opening(two.entry_patched(extra + 2, 20, 2)),
             ContainsSubstring("ZIP64 field of an entry is too short"));
  CHECK_THAT(two.opening(two.entry_patched(extra + 4, ~0ull, 8)), ContainsSubstring("a size or an offset of 18446744"));
}

TEST_CASE("a damaged ZIP64 end of an archive is refused", "[npy]") {
  const Two two({.zip64 = Zip64::always});
  const auto end = two.bytes.rfind("PK\x06\x06");
  CHECK_THAT(two.opening(patched(two.bytes, end, 0, 1)), ContainsSubstring("a ZIP64 end of 56 bytes expected"));
  CHECK_THAT(two.opening(patched(two.bytes, end + 40, ~0ull, 8)), ContainsSubstring("bytes expected before this"));
  CHECK_THAT(two.opening(patched(two.bytes, end + 48, ~0ull, 8)), ContainsSubstring("said to begin at byte 18446744"));
  CHECK_THAT(two.opening(patched(two.bytes, end + 16, 1, 4)), ContainsSubstring("several disks"));
  CHECK_THAT(two.opening(patched(two.bytes, end + 56 + 16, 2, 4)), ContainsSubstring("several disks"));
  CHECK_THAT(two.opening(patched(two.bytes, end + 56, 0, 1)), ContainsSubstring("bytes expected before this"));
}

TEST_CASE("a member that cannot be read says why, and the others are read", "[npy]") {
  const Two two;
  CHECK_THAT(two.reading(two.entry_patched(8, 1, 2)), ContainsSubstring("y.npz['a.npy']: it is encrypted"));
  CHECK_THAT(two.reading(two.entry_patched(8, 0x40, 2)), ContainsSubstring("it is encrypted"));
  CHECK_THAT(two.reading(two.entry_patched(8, 0x20, 2)), ContainsSubstring("it is a patch"));
  CHECK_THAT(two.reading(two.entry_patched(10, 99, 2)), ContainsSubstring("compressed by method 99: stored or"));
  CHECK_THAT(two.reading(two.entry_patched(16, 1, 4)), ContainsSubstring("the directory says 00000001"));
  CHECK_THAT(two.reading(two.entry_patched(24, 175, 4)), ContainsSubstring("of 175 bytes that take 176"));
  CHECK_THAT(two.reading(two.entry_patched(42, 1'000'000, 4)),
             ContainsSubstring("local header expected at byte 1000000"));
  CHECK_THAT(two.reading(patched(two.bytes, 30, 'z', 1)), ContainsSubstring("has another name"));
  CHECK_THAT(two.reading(patched(two.bytes, 28, 60'000, 2)), ContainsSubstring("is longer than the file"));
  CHECK_THAT(two.reading(patched(two.bytes, 28, 20, 2)), ContainsSubstring("overlapping members are refused"));
  const auto larger = patched(two.entry_patched(20, 200, 4), entry_offset(two.bytes, 0) + 24, 200, 4);
  CHECK_THAT(two.reading(larger), ContainsSubstring("its 200 bytes from byte 35 of the file go beyond byte 211"));
  CHECK_THAT(two.reading(patched(two.bytes, 35 + 130, 1, 1)), ContainsSubstring("the member is damaged"));
}

TEST_CASE("a name is UTF-8 in both places or in none", "[npy]") {
  const test::TempFolder folder;
  NpzWriter writer(folder / "x.npz");
  test::add_counted(writer, "\xC3\xA9", 2);
  writer.finish();
  const auto bytes = test::bytes_of_file(folder / "x.npz");
  const auto in_directory = patched(bytes, entry_offset(bytes, 0) + 8, 0, 2);
  const NpzArchive one(folder.write("one.npz", in_directory));
  CHECK_THROWS_WITH(one.array(0), ContainsSubstring("has another name"));
  const NpzArchive none(folder.write("none.npz", patched(in_directory, 6, 0, 2)));
  CHECK(test::payload_of(none, "\u251c\u2310") == test::payload_of(NpzArchive(folder / "x.npz"), "\u00e9"));
}

TEST_CASE("a member that cannot inflate to what it claims is refused before memory is asked for", "[npy]") {
  const Two two({.method = NpzMethod::deflated});
  const NpzArchive good(two.folder / "x.npz");
  const auto deflated = good.members()[0].compressed_bytes;
  const auto claimed = [&](std::int64_t bytes) { return two.entry_patched(24, static_cast<std::uint64_t>(bytes), 4); };
  CHECK_THAT(two.reading(claimed(deflated * 1032 + 65)), ContainsSubstring("at most 1032 times as many"));
  CHECK_THAT(two.reading(claimed(deflated * 1032 + 64)), ContainsSubstring("do not inflate to"));
  CHECK_THAT(two.reading(claimed(177)), ContainsSubstring("do not inflate to 177 bytes"));
  CHECK_THAT(two.reading(claimed(175)), ContainsSubstring("48 bytes of data expected, 47 found"));
  const NpzArchive limited(two.folder / "x.npz", {.max_inflated_bytes = 175});
  CHECK_THROWS_WITH(limited.array(0), ContainsSubstring("at most 175 expected (NpzLimits::max_inflated_bytes)"));
  CHECK_NOTHROW(limited.array(1));
}

TEST_CASE("more members than the bytes before the directory can have are refused", "[npy]") {
  const Two two;
  // A directory that repeats its first entry.
  const auto begin = entry_offset(two.bytes, 0);
  const auto entry = two.bytes.substr(begin, entry_offset(two.bytes, 1) - begin);
  std::string directory;
  for (int i = 0; i < 1000; ++i) directory += entry;
  auto end = two.bytes.substr(two.bytes.rfind("PK\x05\x06"));
  end = patched(end, 12, directory.size(), 4);
  CHECK_THAT(two.opening(two.bytes.substr(0, begin) + directory + end), ContainsSubstring("has more members than"));
}

}  // namespace
}  // namespace wick
