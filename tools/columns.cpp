// SPDX-License-Identifier: MIT
#include "columns.hpp"

#include <algorithm>
#include <utility>

namespace wick::tools {

Columns::Columns(std::string indent, std::vector<Column> columns)
    : indent_(std::move(indent)), columns_(std::move(columns)) {}

void Columns::add(std::vector<std::string> cells) {
  constexpr std::size_t most = 40;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (columns_[i].shortened && cells[i].size() > most) cells[i] = cells[i].substr(0, most - 3) + "...";
    columns_[i].width = std::max(columns_[i].width, cells[i].size());
  }
  rows_.push_back(std::move(cells));
}

std::string Columns::line(const std::vector<std::string>& cells) const {
  std::string text = indent_;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string blanks(columns_[i].width - cells[i].size(), ' ');
    const bool last = i + 1 == cells.size();
    if (columns_[i].right)
      text += blanks + cells[i];
    else
      text += cells[i] + (last ? "" : blanks);
    text += last ? "\n" : "  ";
  }
  return text;
}

std::string Columns::text() const {
  std::vector<std::string> headings;
  for (const Column& column : columns_) headings.push_back(column.heading);
  std::string text = line(headings);
  for (const auto& row : rows_) text += line(row);
  return text;
}

}  // namespace wick::tools
