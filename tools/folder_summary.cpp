// SPDX-License-Identifier: MIT
#include "folder_summary.hpp"

#include "units.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace wick::tools {

namespace {

const char* plural(std::int64_t count) { return count == 1 ? "" : "s"; }

}  // namespace

void FolderSummary::add(const InspectedFile& file) {
  if (!file.header) {
    bad_.push_back(fmt::format("{}: {}", shown_path(file.path), file.error));
    return;
  }
  const NpyHeader& header = *file.header;
  Group& group = groups_[{header.dtype.descr, header.shape.size(), header.fortran_order}];
  if (group.files++ == 0) group.least = group.most = header.shape;
  if (!header.dtype.is_numeric()) ++unloadable_;
  group.bytes += static_cast<double>(header.payload_bytes);
  for (std::size_t i = 0; i < header.shape.size(); ++i) {
    group.least[i] = std::min(group.least[i], header.shape[i]);
    group.most[i] = std::max(group.most[i], header.shape[i]);
  }
}

std::string FolderSummary::shapes_text(const Group& group) {
  if (group.least == group.most) return to_string(group.least);
  std::vector<std::string> extents;
  for (std::size_t i = 0; i < group.least.size(); ++i)
    extents.push_back(group.least[i] == group.most[i] ? std::to_string(group.least[i])
                                                      : fmt::format("{}..{}", group.least[i], group.most[i]));
  return fmt::format("({}{})", fmt::join(extents, ", "), extents.size() == 1 ? "," : "");
}

std::string FolderSummary::text() const {
  std::int64_t files = static_cast<std::int64_t>(bad_.size());
  double bytes = 0;
  Columns rows("  ", {{"dtype", 7}, {"shape", 23}, {"order", 5}, {"files", 9, true}, {"bytes", 9, true}});
  for (const auto& [kind, group] : groups_) {
    files += group.files;
    bytes += group.bytes;
    rows.add({std::get<0>(kind), shapes_text(group), std::get<2>(kind) ? "F" : "C", count_text(group.files),
              bytes_text(group.bytes)});
  }
  std::string text = fmt::format("{}: {} .npy file{}, {} of arrays", shown_path(folder_), count_text(files),
                                 plural(files), bytes_text(bytes));
  if (others_ > 0) text += fmt::format("; {} other file{}", count_text(others_), plural(others_));
  text += '\n';
  if (!rows.empty()) text += rows.text();
  if (unloadable_ > 0)
    text += fmt::format("  not loadable, by dtype: {} file{}\n", count_text(unloadable_), plural(unloadable_));
  if (!bad_.empty()) text += fmt::format("  bad: {}\n", count_text(static_cast<std::int64_t>(bad_.size())));
  constexpr std::size_t most = 20;
  for (std::size_t i = 0; i < std::min(most, bad_.size()); ++i) text += fmt::format("    {}\n", bad_[i]);
  if (bad_.size() > most)
    text += fmt::format("    ... and {} more (--json names all)\n",
                        count_text(static_cast<std::int64_t>(bad_.size() - most)));
  return text;
}

}  // namespace wick::tools
