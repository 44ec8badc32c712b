// SPDX-License-Identifier: MIT
#include "array_groups.hpp"

#include "array_text.hpp"
#include "columns.hpp"
#include "units.hpp"

#include <utility>
#include <vector>

namespace wick::tools {

void ArrayGroups::add(const NpyHeader& header, const std::string& name) {
  constexpr std::size_t most_names = 20;
  if (named_ && !name.empty() && names_.insert(name).second && names_.size() > most_names) forget_names();
  Group& group =
      groups_[{named_ ? name : std::string(), header.dtype.descr, header.shape.size(), header.fortran_order}];
  const auto bytes = static_cast<double>(header.payload_bytes);
  if (group.count++ == 0) group.dtype = dtype_cell(header.dtype);
  group.bytes += bytes;
  group.shapes.add(header.shape);
  ++count_;
  bytes_ += bytes;
}

void ArrayGroups::forget_names() {
  named_ = false;
  names_.clear();
  std::map<Kind, Group> groups;
  for (auto& [kind, group] : groups_) {
    Group& sum = groups[{std::string(), std::get<1>(kind), std::get<2>(kind), std::get<3>(kind)}];
    sum.dtype = group.dtype;
    sum.count += group.count;
    sum.bytes += group.bytes;
    sum.shapes.add(group.shapes.least());
    sum.shapes.add(group.shapes.most());
  }
  groups_ = std::move(groups);
}

std::string ArrayGroups::text(const char* counted) const {
  std::vector<Columns::Column> columns = {
      {"dtype", 7}, {"shape", 23}, {"order", 5}, {counted, 9, true}, {"bytes", 9, true}};
  const bool with_names = !names_.empty();
  if (with_names) columns.insert(columns.begin(), {"member", 7});
  Columns rows("  ", columns);
  for (const auto& [kind, group] : groups_) {
    const std::string& name = std::get<0>(kind);
    const bool fortran_order = std::get<3>(kind);
    std::vector<std::string> cells = {group.dtype, group.shapes.text(), fortran_order ? "F" : "C",
                                      count_text(group.count), bytes_text(group.bytes)};
    if (with_names) cells.insert(cells.begin(), name);
    rows.add(std::move(cells));
  }
  return rows.text();
}

}  // namespace wick::tools
