// SPDX-License-Identifier: MIT
#include "npy_writer_file.hpp"

#include <wick/npy/npy_error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

namespace wick::detail {
namespace {

// Calls again what a signal has interrupted.
template <typename F>
auto uninterrupted(F&& call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

}  // namespace

NpyWriterFile::NpyWriterFile(std::string path) : path_(std::move(path)) {
  descriptor_ = uninterrupted([&] { return ::open(path_.c_str(), O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); });
  if (descriptor_ < 0) fail(errno);
  try {
    lock();
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

NpyWriterFile::~NpyWriterFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void NpyWriterFile::fail(int error) const {
  throw NpyError(path_, fmt::format("cannot be written: {}", std::system_category().message(error)));
}

// Where a file system has no locks, the caller must see to it alone.
void NpyWriterFile::lock() {
  if (uninterrupted([&] { return ::flock(descriptor_, LOCK_EX | LOCK_NB); }) == 0 || errno != EWOULDBLOCK) return;
  throw NpyError(path_, "another NpyWriter has it open: one at a time expected");
}

bool NpyWriterFile::is_same(int descriptor) const {
  struct stat own {};
  struct stat other {};
  if (::fstat(descriptor_, &own) != 0 || ::fstat(descriptor, &other) != 0) fail(errno);
  return own.st_dev == other.st_dev && own.st_ino == other.st_ino;
}

void NpyWriterFile::write_at(std::int64_t offset, std::span<const std::byte> head, std::span<const std::byte> body) {
  while (!head.empty() || !body.empty()) {
    const std::array<iovec, 2> parts = {
        {{const_cast<std::byte*>(head.data()), head.size()}, {const_cast<std::byte*>(body.data()), body.size()}}};
    const auto written = uninterrupted([&] { return ::pwritev(descriptor_, parts.data(), 2, offset); });
    if (written <= 0) fail(written < 0 ? errno : ENOSPC);
    const auto of_head = std::min(head.size(), static_cast<std::size_t>(written));
    head = head.subspan(of_head);
    body = body.subspan(static_cast<std::size_t>(written) - of_head);
    offset += written;
  }
}

void NpyWriterFile::truncate(std::int64_t bytes) {
  if (uninterrupted([&] { return ::ftruncate(descriptor_, bytes); }) != 0) fail(errno);
}

void NpyWriterFile::sync() {
  if (uninterrupted([&] { return ::fdatasync(descriptor_); }) != 0) fail(errno);
}

void NpyWriterFile::sync_folder() {
  const auto slash = path_.rfind('/');
  const auto folder = slash == path_.npos ? std::string(".") : path_.substr(0, slash + 1);
  const int descriptor = uninterrupted([&] { return ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
  if (descriptor < 0) fail(errno);
  const int failed = uninterrupted([&] { return ::fsync(descriptor); });
  const int error = errno;
  ::close(descriptor);
  // Some file systems cannot sync folders, and need not.
  if (failed != 0 && error != EINVAL) fail(error);
}

void NpyWriterFile::close() {
  const int descriptor = std::exchange(descriptor_, -1);
  // Some file systems tell only now that there was no room.
  if (::close(descriptor) != 0 && errno != EINTR) fail(errno);
}

}  // namespace wick::detail
