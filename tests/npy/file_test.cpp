// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/npy/file.hpp>
#include <wick/npy/npy_error.hpp>

#include <array>
#include <filesystem>
#include <span>
#include <string>
#include <utility>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <support/prelude.hpp>

namespace wick {
namespace {

using Catch::Matchers::ContainsSubstring;

std::string read(const File& file, std::int64_t offset, std::size_t size) {
  std::string text(size, '?');
  text.resize(static_cast<std::size_t>(file.read_some_at(offset, std::as_writable_bytes(std::span(text)))));
  return text;
}

TEST_CASE("a file is read at any offset", "[npy]") {
  const test::TempFolder folder;
  const File file(folder.write("x", "0123456789"));
  CHECK(file.size() == 10);
  CHECK(read(file, 0, 4) == "0123");
  CHECK(read(file, 8, 4) == "89");
  CHECK(read(file, 10, 4) == "");
  CHECK(read(file, 1000, 4) == "");
  CHECK(read(file, 3, 0) == "");
}

TEST_CASE("two parts that follow each other are read by one call", "[npy]") {
  const test::TempFolder folder;
  const File file(folder.write("x", "0123456789"));
  const auto [offset, head_size, body_size, total] =
      GENERATE(table<int, std::size_t, std::size_t, int>({{0, 4, 6, 10},
                                                          {2, 4, 4, 8},
                                                          {0, 10, 4, 10},
                                                          {0, 4, 9, 10},
                                                          {0, 0, 5, 5},
                                                          {0, 5, 0, 5},
                                                          {8, 4, 4, 2},
                                                          {20, 1, 1, 0}}));
  std::string head(head_size, '?');
  std::string body(body_size, '?');
  CHECK(file.read_two_at(offset, std::as_writable_bytes(std::span(head)), std::as_writable_bytes(std::span(body))) ==
        total);
  CHECK((head + body).substr(0, static_cast<std::size_t>(total)) ==
        std::string("0123456789xxxxxxxxxxx").substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(total)));
}

TEST_CASE("a read that the file cannot fill is an error with the numbers", "[npy]") {
  const test::TempFolder folder;
  const File file(folder.write("x", "0123456789"));
  std::array<std::byte, 6> bytes;
  CHECK_THROWS_WITH(file.read_at(8, bytes), ContainsSubstring("byte 8: 6 bytes expected, 2 found"));
}

TEST_CASE("a file that shrinks after it was opened is an error", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder.write("x", "0123456789");
  const File file(path);
  std::filesystem::resize_file(path, 3);
  std::array<std::byte, 10> bytes;
  CHECK_THROWS_AS(file.read_at(0, bytes), NpyError);
}

TEST_CASE("a file that is not there is named with the reason", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder / "absent.npy";
  CHECK_THROWS_WITH(File(path), ContainsSubstring(path + ": cannot be opened for reading: No such file"));
  CHECK_THROWS_AS(File(""), NpyError);
  CHECK_THROWS_WITH(File(folder.write("x") + "/y"), ContainsSubstring("Not a directory"));
}

TEST_CASE("a path is not cut off at a NUL character", "[npy]") {
  const test::TempFolder folder;
  CHECK_THROWS_WITH(File(folder.write("x") + std::string("\0.npy", 5)), ContainsSubstring("NUL"));
}

TEST_CASE("what is not a regular file is refused at once", "[npy]") {
  const test::TempFolder folder;
  CHECK_THROWS_WITH(File(folder.path()), ContainsSubstring("is a folder: a regular file expected"));
  const auto pipe = folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK_THROWS_WITH(File(pipe), ContainsSubstring("is a pipe"));  // would block until somebody writes
  CHECK_THROWS_WITH(File("/dev/zero"), ContainsSubstring("is a device"));
  const auto loop = folder / "loop";
  std::filesystem::create_symlink(loop, loop);
  CHECK_THROWS_WITH(File(loop), ContainsSubstring("symbolic links"));
}

TEST_CASE("a socket is refused", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder / "socket";
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  REQUIRE(path.size() < sizeof(address.sun_path));
  path.copy(address.sun_path, path.size());
  REQUIRE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
  CHECK_THROWS_AS(File(path), NpyError);
  ::close(socket);
}

TEST_CASE("an unreadable file is refused with the reason", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder.write("x", "data");
  ::chmod(path.c_str(), 0);
  if (::geteuid() == 0) return;  // root reads everything
  CHECK_THROWS_WITH(File(path), ContainsSubstring("Permission denied"));
}

TEST_CASE("a file can be moved and closes itself once", "[npy]") {
  const test::TempFolder folder;
  File first(folder.write("x", "first"));
  File second(folder.write("y", "second"));
  const int descriptor = first.descriptor();
  File moved(std::move(first));
  CHECK(moved.descriptor() == descriptor);
  CHECK(read(moved, 0, 10) == "first");
  moved = std::move(second);
  CHECK(read(moved, 0, 10) == "second");
  CHECK(moved.path() == folder / "y");
}

}  // namespace
}  // namespace wick
