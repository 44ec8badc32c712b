// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace wick {

/// A file in the making. It is written beside its place under a name of its own and put there by `commit`, so that
/// readers see the old file or the whole new one. Without `commit` nothing remains of it.
/// Thread safety: one thread at a time.
class NewFile {
 public:
  /// Throws `NpyError`, as all methods, when it cannot be made or when something else than a regular file has that
  /// name.
  explicit NewFile(const std::string& path);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  /// Appends `head` and then `body`.
  void write(std::span<const std::byte> head, std::span<const std::byte> body);

  /// Puts the file in its place, with the permissions of the one that was there.
  void commit();

 private:
  [[noreturn]] void fail(int error) const;
  void keep_permissions();
  void create();

  std::string path_;    // as the caller calls it
  std::string target_;  // behind symbolic links
  std::string temporary_;
  int descriptor_ = -1;
};

}  // namespace wick
