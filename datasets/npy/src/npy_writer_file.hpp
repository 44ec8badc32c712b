// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace wick::detail {

/// A regular file, which exists, opened for writing at given offsets, and locked: a second one of the same file throws.
/// All methods throw `NpyError`.
class NpyWriterFile {
 public:
  explicit NpyWriterFile(std::string path);
  ~NpyWriterFile();
  NpyWriterFile(const NpyWriterFile&) = delete;
  NpyWriterFile& operator=(const NpyWriterFile&) = delete;

  const std::string& path() const noexcept { return path_; }
  bool is_open() const noexcept { return descriptor_ >= 0; }

  /// Whether it is the file that `descriptor` has open.
  bool is_same(int descriptor) const;

  /// Writes all of `head` and then of `body`.
  void write_at(std::int64_t offset, std::span<const std::byte> head, std::span<const std::byte> body = {});

  /// Drops what is behind `bytes`.
  void truncate(std::int64_t bytes);

  /// Waits until the data are on the disk.
  void sync();

  /// Waits until the folder's entry of the file is on the disk.
  void sync_folder();

  void close();

 private:
  [[noreturn]] void fail(int error) const;
  void lock();

  std::string path_;
  int descriptor_ = -1;
};

}  // namespace wick::detail
