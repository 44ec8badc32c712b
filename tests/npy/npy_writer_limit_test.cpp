// SPDX-License-Identifier: MIT
#include <support/file_size_limit.hpp>
#include <support/temp_folder.hpp>
#include <wick/npy/npy_error.hpp>

#include "npy_writer_file.hpp"

#include <cstdio>
#include <filesystem>
#include <limits>
#include <memory>
#include <string>

#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <support/prelude.hpp>

namespace wick {
namespace {

using Catch::Matchers::ContainsSubstring;
using test::append_counting;
using test::count_of_counting;

const Dtype i8 = native_dtype("i8");

TEST_CASE("where there is no room for rows, those before stay, and the writer goes on when there is", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder / "x.npy";
  const auto durability = GENERATE(Durability::process, Durability::power);
  NpyWriter writer(path, i8, Shape{4}, {.durability = durability, .buffer_bytes = 0});
  append_counting(writer, 9);
  for (rlim_t room = 0; room < 96; room += 7) {
    CAPTURE(room);
    const test::FileSizeLimit limit(128 + 9 * 32 + room);
    REQUIRE_THROWS_WITH(append_counting(writer, 3), ContainsSubstring("x.npy: cannot be written: File too large"));
    REQUIRE(writer.rows() == 9);
    REQUIRE(count_of_counting(path) == 9);
    REQUIRE(std::filesystem::file_size(path) == 128 + 9 * 32);
  }
  append_counting(writer, 3);
  CHECK(count_of_counting(path) == 12);
}

TEST_CASE("rows in the buffer stay there when they cannot be written", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder / "x.npy";
  NpyWriter writer(path, i8, {}, {.buffer_bytes = 32});
  append_counting(writer, 3);
  {
    const test::FileSizeLimit limit(128 + 16);
    CHECK_THROWS_AS(append_counting(writer, 1), NpyError);
    CHECK_THROWS_AS(writer.flush(), NpyError);
    CHECK_THROWS_AS(writer.close(), NpyError);
    CHECK(writer.rows() == 3);
    CHECK(count_of_counting(path) == 0);
  }
  append_counting(writer, 1);
  writer.close();
  CHECK(count_of_counting(path) == 4);
}

TEST_CASE("a writer that ends without room drops its buffer and leaves a whole file", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder / "x.npy";
  auto writer = std::make_unique<NpyWriter>(path, i8, Shape{});
  append_counting(*writer, 3);
  writer->flush();
  append_counting(*writer, 3);
  const test::FileSizeLimit limit(128 + 32);
  writer.reset();
  CHECK(count_of_counting(path) == 3);
}

TEST_CASE("no room for a header makes no file", "[npy]") {
  const test::TempFolder folder;
  const test::FileSizeLimit limit(100);
  CHECK_THROWS_AS(NpyWriter(folder / "x.npy", i8, {}), NpyError);
  CHECK(std::filesystem::is_empty(folder.path()));
}

// A file in memory, which may have any size as long as it has few bytes.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(::memfd_create("wick", MFD_CLOEXEC)) {}
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

  /// Makes it an array of that many bytes.
  bool make(std::int64_t count) {
    const auto header = make_npy_header(native_dtype("u1"), false, Shape{count});
    return ::ftruncate(descriptor_, static_cast<std::int64_t>(header.size()) + count) == 0 &&
           ::pwrite(descriptor_, header.data(), header.size(), 0) == static_cast<ssize_t>(header.size());
  }

 private:
  int descriptor_;
};

std::byte byte_at(const std::string& path, std::int64_t offset) {
  std::byte byte{};
  File(path).read_at(offset, {&byte, 1});
  return byte;
}

TEST_CASE("the count grows over all digits without moving the payload", "[npy]") {
  MemoryFile file;
  std::int64_t count = 0;
  for (int digits = 1; digits <= 18; ++digits) {
    count = count * 10 + 9;
    CAPTURE(count);
    if (!file.make(count)) {
      std::puts("skipped: no file in memory of so many bytes");
      return;
    }
    NpyWriter writer(file.path(), native_dtype("u1"), {}, {.existing = ExistingFile::append});
    for (std::int64_t i = 1; i <= 2; ++i) {
      const auto value = static_cast<std::byte>(digits + i);
      writer.append({&value, 1});
      writer.flush();
      const auto header = read_npy_header(file.path());
      CHECK(header.shape == Shape{count + i});
      CHECK(header.payload_offset == 128);
      CHECK(byte_at(file.path(), 128 + count + i - 1) == value);
      CHECK(File(file.path()).size() == 128 + count + i);
    }
  }
}

TEST_CASE("a file has no more bytes than an int64 counts", "[npy]") {
  MemoryFile file;
  constexpr auto most = std::numeric_limits<std::int64_t>::max() - 128;
  if (!file.make(most - 4096)) {
    std::puts("skipped: no file in memory of 2**63 bytes");
    return;
  }
  NpyWriter writer(file.path(), native_dtype("u1"), {}, {.existing = ExistingFile::append, .buffer_bytes = 100});
  const std::vector<std::byte> rows(4097);
  CHECK_THROWS_WITH(writer.append(rows), ContainsSubstring("2**63 - 1"));
  writer.append({rows.data(), 10});
  CHECK_THROWS_WITH(writer.append({rows.data(), 4087}), ContainsSubstring("2**63 - 1"));
  CHECK(writer.rows() == most - 4096 + 10);
  writer.flush();
  CHECK(read_npy_header(file.path()).shape == Shape{most - 4096 + 10});
}

}  // namespace
}  // namespace wick
