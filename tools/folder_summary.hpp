// SPDX-License-Identifier: MIT
#pragma once

#include "inspected_file.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace wick::tools {

/// Sums up the files of one folder: how many of which dtype, dimensions and order, the range of each extent, and the
/// bad ones.
class FolderSummary {
 public:
  explicit FolderSummary(std::string folder) : folder_(std::move(folder)) {}

  void add(const InspectedFile& file);
  void add_others(std::int64_t count) { others_ += count; }

  std::string text() const;

 private:
  /// dtype, number of dimensions, Fortran order.
  using Kind = std::tuple<std::string, std::size_t, bool>;

  struct Group {
    std::int64_t files = 0;
    double bytes = 0;
    Shape least;
    Shape most;
  };

  static std::string shapes_text(const Group& group);

  std::string folder_;
  std::map<Kind, Group> groups_;
  std::vector<std::string> bad_;
  std::int64_t others_ = 0;
  std::int64_t unloadable_ = 0;
};

}  // namespace wick::tools
