// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace wick::tools {

/// A table whose columns are as wide as what stands in them.
class Columns {
 public:
  struct Column {
    std::string heading;
    std::size_t width;      ///< The least.
    bool right = false;     ///< Numbers are aligned at the right.
    bool shortened = true;  ///< Longer cells than 40 bytes end in `...`.
  };

  /// `indent` begins each line.
  Columns(std::string indent, std::vector<Column> columns);

  /// A row: a cell for each column.
  void add(std::vector<std::string> cells);

  bool empty() const noexcept { return rows_.empty(); }

  /// The headings and all rows, each with a newline.
  std::string text() const;

 private:
  std::string line(const std::vector<std::string>& cells) const;

  std::string indent_;
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace wick::tools
