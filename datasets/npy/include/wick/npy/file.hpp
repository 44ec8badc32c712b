// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace wick {

/// A regular file opened for reading at given offsets. Movable; closes itself.
/// Thread safety: `read_at` may be called from any number of threads at once; it moves no cursor.
class File {
 public:
  /// Opens `path`. Throws `NpyError` naming the reason: not there, not readable, a directory, a pipe.
  /// Never blocks on a pipe.
  explicit File(std::string path);
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  ~File();

  const std::string& path() const noexcept { return path_; }
  int descriptor() const noexcept { return descriptor_; }

  /// Bytes in the file when it was opened.
  std::int64_t size() const noexcept { return size_; }

  /// Reads up to `bytes.size()` bytes from `offset`; fewer only at the end of the file. Goes on after interruptions and
  /// short reads. Throws `NpyError` on an I/O error.
  std::int64_t read_some_at(std::int64_t offset, std::span<std::byte> bytes) const;

  /// Fills `bytes` from `offset`. Throws `NpyError` when the file ends before that.
  void read_at(std::int64_t offset, std::span<std::byte> bytes) const;

  /// Reads `head` and then `body`, which follow each other in the file from `offset`, in one system call as a rule.
  /// Returns the bytes read in all; fewer than asked only at the end of the file.
  std::int64_t read_two_at(std::int64_t offset, std::span<std::byte> head, std::span<std::byte> body) const;

 private:
  std::string path_;
  int descriptor_ = -1;
  std::int64_t size_ = 0;
};

}  // namespace wick
