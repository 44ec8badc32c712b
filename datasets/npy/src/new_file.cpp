// SPDX-License-Identifier: MIT
#include <wick/npy/new_file.hpp>
#include <wick/npy/npy_error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

namespace wick {
namespace {

// A name in the folder of `target` that no pattern of data files matches.
std::string temporary_name(const std::string& target) {
  static std::atomic<unsigned> count = 0;
  const auto slash = target.rfind('/');
  const auto folder = slash == target.npos ? std::string() : target.substr(0, slash + 1);
  return fmt::format("{}.wick-{}-{}.tmp", folder, ::getpid(), count.fetch_add(1));
}

// Where a chain of symbolic links ends: the file there is replaced, not the link.
std::string behind_links(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
  return real ? std::string(real.get()) : path;
}

}  // namespace

NewFile::NewFile(const std::string& path) : path_(path), target_(behind_links(path)) {
  if (path.find('\0') != path.npos) throw NpyError(path.c_str(), "the path goes on after this, behind a NUL character");
  struct stat status {};
  if (::stat(target_.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    throw NpyError(path, "cannot be written: there is a folder, a device or a pipe of that name");
  }
  create();
}

NewFile::~NewFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void NewFile::fail(int error) const {
  throw NpyError(path_, fmt::format("cannot be written: {}", std::system_category().message(error)));
}

// A process that died may have left a file of the same name: then the next one.
void NewFile::create() {
  do {
    temporary_ = temporary_name(target_);
    descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  } while (descriptor_ < 0 && (errno == EEXIST || errno == EINTR));
  if (descriptor_ >= 0) return;
  const int error = errno;
  temporary_.clear();
  fail(error);
}

void NewFile::write(std::span<const std::byte> head, std::span<const std::byte> body) {
  while (!head.empty() || !body.empty()) {
    const std::array<iovec, 2> parts = {
        {{const_cast<std::byte*>(head.data()), head.size()}, {const_cast<std::byte*>(body.data()), body.size()}}};
    const ssize_t written = ::writev(descriptor_, parts.data(), 2);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) fail(written < 0 ? errno : ENOSPC);
    const auto of_head = std::min(head.size(), static_cast<std::size_t>(written));
    head = head.subspan(of_head);
    body = body.subspan(static_cast<std::size_t>(written) - of_head);
  }
}

void NewFile::keep_permissions() {
  struct stat status {};
  struct stat own {};
  if (::stat(target_.c_str(), &status) != 0 || ::fstat(descriptor_, &own) != 0) return;
  const mode_t mode = status.st_mode & 0777;
  if (mode != (own.st_mode & 0777) && ::fchmod(descriptor_, mode) != 0) fail(errno);
}

void NewFile::commit() {
  keep_permissions();
  const int descriptor = descriptor_;
  descriptor_ = -1;
  // Some file systems tell only now that there was no room.
  if (::close(descriptor) != 0 && errno != EINTR) fail(errno);
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail(errno);
  temporary_.clear();
}

}  // namespace wick
