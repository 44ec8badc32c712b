// SPDX-License-Identifier: MIT
#include "likeness.hpp"

#include "shape_range.hpp"
#include "units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <tuple>

namespace wick::tools {

namespace {

constexpr std::size_t fewest_alike = 3;

bool is_majority(std::size_t count, std::size_t of) { return count >= fewest_alike && 2 * count > of; }

/// What most entries have by `property`, with their number.
template <typename Entries, typename Property>
auto majority(const Entries& entries, const Property& property) {
  using Value = std::decay_t<decltype(property(*entries.begin()))>;
  std::map<Value, std::size_t> counts;
  for (const auto& entry : entries) ++counts[property(entry)];
  const auto most =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  std::optional<std::pair<Value, std::size_t>> found;
  if (is_majority(most->second, entries.size())) found = *most;
  return found;
}

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().native();
  return folder.empty() ? "." : folder;
}

bool is_unreadable(const FileFault& fault) { return fault.kind == FileFault::Kind::unreadable; }

}  // namespace

void Likeness::add(std::size_t file, const FileCheck& check) {
  const auto id = static_cast<Id>(file);
  const std::string folder = folder_of(paths_[file]);
  for (const CheckedArray& array : check.arrays) {
    const Id group = groups_.number({folder, check.is_archive ? Group::Of::members : Group::Of::files, array.name});
    const Shape shape = ragged_ ? Shape(array.shape.size()) : array.shape;
    entries_.push_back({group, id, kinds_.number({array.dtype, shape})});
  }
  // Of archives with damage nobody knows what they lack.
  if (check.is_archive && std::none_of(check.faults.begin(), check.faults.end(), is_unreadable))
    entries_.push_back({groups_.number({folder, Group::Of::archives, {}}), id, 0});
}

std::vector<Unlike> Likeness::find() {
  found_.clear();
  const auto order = [&](const Entry& entry) { return std::tie(groups_[entry.group], entry.file); };
  std::sort(entries_.begin(), entries_.end(), [&](const Entry& a, const Entry& b) { return order(a) < order(b); });
  Entries archives;
  for (std::size_t begin = 0, end = 0; begin < entries_.size(); begin = end) {
    while (end < entries_.size() && entries_[end].group == entries_[begin].group) ++end;
    const Entries entries = Entries(entries_).subspan(begin, end - begin);
    const Group& group = groups_[entries[0].group];
    // A folder's archives stand before its archives' members.
    if (group.of == Group::Of::archives) {
      archives = entries;
      continue;
    }
    judge(group, entries);
    const bool has_archives = !archives.empty() && groups_[archives[0].group].folder == group.folder;
    if (group.of == Group::Of::members && has_archives) judge_member(group, entries, archives);
  }
  return std::move(found_);
}

void Likeness::judge(const Group& group, Entries entries) {
  const auto dtype = majority(entries, [&](const Entry& entry) { return kinds_[entry.kind].first; });
  if (!dtype) return;
  std::vector<Entry> same;
  for (const Entry& entry : entries) {
    const std::string& its = kinds_[entry.kind].first;
    if (its == dtype->first)
      same.push_back(entry);
    else
      complain(group, entry,
               fmt::format("dtype {:.60}, expected {:.60} as in {} of {}", its, dtype->first, count_text(dtype->second),
                           count_text(entries.size())));
  }
  const auto dimensions = majority(same, [&](const Entry& entry) { return kinds_[entry.kind].second.size(); });
  if (!dimensions) return;
  std::vector<Entry> alike;
  for (const Entry& entry : same) {
    const Shape& its = kinds_[entry.kind].second;
    if (its.size() == dimensions->first)
      alike.push_back(entry);
    else
      complain(group, entry,
               fmt::format("{} dimensions, expected {} as in {} of {}", its.size(), dimensions->first,
                           count_text(dimensions->second), count_text(same.size())));
  }
  if (!ragged_) judge_shapes(group, alike);
}

void Likeness::judge_shapes(const Group& group, const std::vector<Entry>& entries) {
  const auto shape = majority(entries, [&](const Entry& entry) { return entry.kind; });
  if (shape) {
    const std::string expected = to_string(kinds_[shape->first].second);
    for (const Entry& entry : entries)
      if (entry.kind != shape->first)
        complain(group, entry,
                 fmt::format("shape {}, expected {} as in {} of {}", to_string(kinds_[entry.kind].second), expected,
                             count_text(shape->second), count_text(entries.size())),
                 " (--ragged allows others)");
    return;
  }
  ShapeRange shapes;
  for (const Entry& entry : entries) shapes.add(kinds_[entry.kind].second);
  const std::string what = group.of == Group::Of::files ? "files" : fmt::format("members '{}'", group.member);
  found_.push_back({paths_.size(), group.folder,
                    fmt::format("{} {} of shapes {}, none of which most have (--ragged allows that)",
                                count_text(entries.size()), what, shapes.text())});
}

void Likeness::judge_member(const Group& group, Entries having, Entries archives) {
  if (!is_majority(having.size(), archives.size())) return;
  auto next = having.begin();
  for (const Entry& archive : archives) {
    while (next != having.end() && next->file < archive.file) ++next;
    if (next != having.end() && next->file == archive.file) continue;
    found_.push_back({archive.file, paths_[archive.file],
                      fmt::format("no member '{}', which {} of {} archives in its folder have", group.member,
                                  count_text(having.size()), count_text(archives.size()))});
  }
}

void Likeness::complain(const Group& group, const Entry& entry, const std::string& reason, const char* hint) {
  const std::string& path = paths_[entry.file];
  if (group.of == Group::Of::files)
    found_.push_back({entry.file, path, reason + " files in its folder" + hint});
  else
    found_.push_back(
        {entry.file, fmt::format("{}['{}']", path, group.member), reason + " archives in its folder" + hint});
}

}  // namespace wick::tools
