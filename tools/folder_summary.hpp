// SPDX-License-Identifier: MIT
#pragma once

#include "array_groups.hpp"
#include "inspected_file.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace wick::tools {

/// Sums up the files of one folder: `.npy` files, archives with their members, and the bad ones.
class FolderSummary {
 public:
  explicit FolderSummary(std::string folder) : folder_(std::move(folder)) {}

  void add(const InspectedFile& file);
  void add_others(std::int64_t count) { others_ += count; }

  std::string text() const;

 private:
  std::string first_line() const;

  std::string folder_;
  ArrayGroups files_;
  ArrayGroups members_;
  std::vector<std::string> bad_;
  std::int64_t bad_files_ = 0;
  std::int64_t npy_ = 0;
  std::int64_t npz_ = 0;
  std::int64_t others_ = 0;
  std::int64_t unloadable_ = 0;
};

}  // namespace wick::tools
