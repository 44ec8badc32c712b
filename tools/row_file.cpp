// SPDX-License-Identifier: MIT
#include "row_file.hpp"

#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace wick::tools {

RowFile::RowFile(std::string path, const Dtype& dtype, const Shape& shape)
    : path_(std::move(path)), temporary_(fmt::format("{}.{}.tmp", path_, getpid())) {
  const std::string header = make_npy_header(dtype, /*fortran_order=*/false, shape);
  payload_offset_ = static_cast<std::int64_t>(header.size());
  descriptor_ = open(temporary_.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0666);
  if (descriptor_ < 0) fail("cannot be created");
  try {
    put(0, std::as_bytes(std::span(header)));
  } catch (...) {
    close(descriptor_);
    unlink(temporary_.c_str());
    throw;
  }
}

RowFile::~RowFile() {
  if (descriptor_ < 0) return;
  close(descriptor_);
  unlink(temporary_.c_str());
}

void RowFile::fail(const char* what) const { throw NpyError(path_, fmt::format("{}: {}", what, std::strerror(errno))); }

void RowFile::put(std::int64_t place, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = pwrite(descriptor_, bytes.data(), bytes.size(), place);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("cannot be written");
    place += written;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void RowFile::write(std::int64_t index, std::span<const std::byte> row) {
  write_at(index * static_cast<std::int64_t>(row.size()), row);
}

void RowFile::write_at(std::int64_t offset, std::span<const std::byte> bytes) { put(payload_offset_ + offset, bytes); }

void RowFile::commit() {
  // Some file systems report a full disk only here.
  if (close(std::exchange(descriptor_, -1)) != 0 || std::rename(temporary_.c_str(), path_.c_str()) != 0) {
    const int reason = errno;
    unlink(temporary_.c_str());
    errno = reason;
    fail("cannot be written");
  }
}

}  // namespace wick::tools
