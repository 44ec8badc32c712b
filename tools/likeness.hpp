// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/file_check.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace wick::tools {

/// A file that is not what the others are.
struct Unlike {
  /// Its number; as many as there are files: it is about a folder.
  std::size_t file;

  /// The file or folder, or `a.npz['x']`.
  std::string where;

  /// With what the others are: `dtype <i4, expected <f4 as in 9 of 10 files in its folder`.
  std::string reason;
};

/// Finds the arrays that are unlike the others of their folder: `.npy` files among each other, and members of archives
/// among those of the same name. What more than half of them have, and three at least, is right; without such a
/// majority nothing is wrong with dtypes and numbers of dimensions, as in a folder of images.npy and labels.npy.
///
/// Memory: 12 bytes an array, and what folders, members' names and shapes take, each different one once.
class Likeness {
 public:
  /// `paths` outlives this. `ragged`: extents may differ, numbers of dimensions may not.
  Likeness(const std::vector<std::string>& paths, bool ragged) : paths_(paths), ragged_(ragged) {}

  /// Takes note of a file's arrays, in any order of the files.
  void add(std::size_t file, const FileCheck& check);

  /// All that are unlike the others, in no order.
  std::vector<Unlike> find();

 private:
  using Id = std::uint32_t;

  /// Each value once, by its number.
  template <typename T>
  class Numbered {
   public:
    Id number(const T& value) {
      const auto [place, is_new] = ids_.emplace(value, static_cast<Id>(values_.size()));
      if (is_new) values_.push_back(&place->first);
      return place->second;
    }
    const T& operator[](Id id) const { return *values_[id]; }

   private:
    std::map<T, Id> ids_;
    std::vector<const T*> values_;
  };

  /// Arrays that are to be alike; also all archives of a folder, whose members are.
  struct Group {
    std::string folder;
    enum class Of : std::uint8_t { files, archives, members } of;
    std::string member;

    auto operator<=>(const Group&) const = default;
  };

  /// What an array is: dtype and shape, or as many zeros if its extents do not matter.
  using Kind = std::pair<std::string, Shape>;

  struct Entry {
    Id group;
    Id file;
    Id kind;
  };
  using Entries = std::span<const Entry>;

  void judge(const Group& group, Entries entries);
  void judge_shapes(const Group& group, const std::vector<Entry>& entries);
  void judge_member(const Group& group, Entries having, Entries archives);
  void complain(const Group& group, const Entry& entry, const std::string& reason, const char* hint = "");

  const std::vector<std::string>& paths_;
  const bool ragged_;
  Numbered<Group> groups_;
  Numbered<Kind> kinds_;
  std::vector<Entry> entries_;
  std::vector<Unlike> found_;
};

}  // namespace wick::tools
