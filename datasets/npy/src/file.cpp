// SPDX-License-Identifier: MIT
#include <wick/npy/file.hpp>
#include <wick/npy/npy_error.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

namespace wick {
namespace {

std::string reason(int error) { return std::system_category().message(error); }

std::string reason_not_open(int error) {
  if (error != EMFILE) return reason(error);
  return reason(error) +
         ": raise ulimit -n, or join the files (npy_rows, and npz_rows of stored members, keep each file open)";
}

std::string_view kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISFIFO(mode)) return "a pipe";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

// O_NONBLOCK: opening a pipe returns at once. It does nothing to regular files.
int open_for_reading(const std::string& path) {
  if (path.find('\0') != path.npos) throw NpyError(path.c_str(), "the path goes on after this, behind a NUL character");
  int descriptor = -1;
  do {
    descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) throw NpyError(path, fmt::format("cannot be opened for reading: {}", reason_not_open(errno)));
  return descriptor;
}

// Calls `read(done)`, which reads what follows the first `done` bytes, until `count` bytes are there or the file ends.
template <typename F>
std::int64_t read_all(const std::string& path, std::int64_t offset, std::size_t count, F&& read) {
  std::size_t done = 0;
  while (done < count) {
    const ssize_t got = read(done);
    if (got == 0) break;
    if (got > 0) {
      done += static_cast<std::size_t>(got);
    } else if (errno != EINTR) {
      throw NpyError(path, offset + static_cast<std::int64_t>(done), fmt::format("cannot be read: {}", reason(errno)));
    }
  }
  return static_cast<std::int64_t>(done);
}

}  // namespace

File::File(std::string path) : path_(std::move(path)), descriptor_(open_for_reading(path_)) {
  struct stat status {};
  const int failed = ::fstat(descriptor_, &status);
  const int error = errno;
  if (failed == 0 && S_ISREG(status.st_mode)) {
    size_ = status.st_size;
    return;
  }
  ::close(descriptor_);
  if (failed != 0) throw NpyError(path_, fmt::format("cannot be read: {}", reason(error)));
  throw NpyError(path_, fmt::format("is {}: a regular file expected", kind_of(status.st_mode)));
}

File::File(File&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_) {}

File& File::operator=(File&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(size_, other.size_);
  return *this;
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::int64_t File::read_some_at(std::int64_t offset, std::span<std::byte> bytes) const {
  return read_all(path_, offset, bytes.size(), [&](std::size_t done) {
    return ::pread(descriptor_, bytes.data() + done, bytes.size() - done, offset + static_cast<std::int64_t>(done));
  });
}

void File::read_at(std::int64_t offset, std::span<std::byte> bytes) const {
  const auto read = read_some_at(offset, bytes);
  if (read < static_cast<std::int64_t>(bytes.size())) {
    throw NpyError(path_, offset,
                   fmt::format("{} bytes expected, {} found: the file ends before them", bytes.size(), read));
  }
}

std::int64_t File::read_two_at(std::int64_t offset, std::span<std::byte> head, std::span<std::byte> body) const {
  return read_all(path_, offset, head.size() + body.size(), [&](std::size_t done) -> ssize_t {
    const auto place = offset + static_cast<std::int64_t>(done);
    if (done >= head.size()) {
      const auto rest = body.subspan(done - head.size());
      return ::pread(descriptor_, rest.data(), rest.size(), place);
    }
    const iovec parts[] = {{head.data() + done, head.size() - done}, {body.data(), body.size()}};
    return ::preadv(descriptor_, parts, 2, place);
  });
}

}  // namespace wick
