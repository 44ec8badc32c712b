// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace wick::detail {

/// Paths of a million files in little memory: one block of characters for all names, each folder stored once.
/// A path costs its name and 13 bytes.
class PathList {
 public:
  /// Appends `folder + name`. `folder` is empty or ends with a slash.
  void add(std::string_view folder, std::string_view name);

  /// Appends a path.
  void add(std::string_view path);

  std::int64_t size() const noexcept { return static_cast<std::int64_t>(entries_.size()); }
  bool empty() const noexcept { return entries_.empty(); }

  /// Path `index`, as it was given.
  std::string path(std::int64_t index) const;

  /// All paths, in order.
  std::vector<std::string> paths() const;

  /// Sorts by path, byte by byte, and drops duplicates.
  void sort();

  /// Gives back memory that was reserved for growth. To be called after the last `add`.
  void shrink();

  /// Bytes that the list has allocated.
  std::int64_t memory_bytes() const noexcept;

 private:
  // 12 bytes without padding: the place is split, so that the alignment is 4.
  struct Entry {
    std::uint32_t place_low;
    std::uint32_t place_high;
    std::uint32_t folder;
  };

  std::uint32_t folder_id(std::string_view folder);
  std::string_view folder(const Entry& entry) const { return folders_[entry.folder]; }
  std::string_view name(const Entry& entry) const;
  bool less(const Entry& a, const Entry& b) const;

  std::string names_;  // each ends with a NUL
  std::vector<Entry> entries_;
  std::vector<std::string> folders_;
  std::unordered_map<std::string, std::uint32_t> folder_ids_;
};

}  // namespace wick::detail
