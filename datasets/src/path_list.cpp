// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/path_list.hpp>

#include <algorithm>

namespace wick::detail {
namespace {

// Compares a.head + a.tail with b.head + b.tail byte by byte, without making either string.
int compare_joined(std::string_view a_head, std::string_view a_tail, std::string_view b_head, std::string_view b_tail) {
  if (a_head.size() > b_head.size()) return -compare_joined(b_head, b_tail, a_head, a_tail);
  const auto middle = b_head.substr(a_head.size());  // what of b's head lies beside a's tail
  if (const int order = a_head.compare(b_head.substr(0, a_head.size())); order != 0) return order;
  const auto shared = std::min(a_tail.size(), middle.size());
  if (const int order = a_tail.substr(0, shared).compare(middle.substr(0, shared)); order != 0) return order;
  if (a_tail.size() < middle.size()) return -1;
  return a_tail.substr(shared).compare(b_tail);
}

}  // namespace

void PathList::add(std::string_view folder, std::string_view name) {
  const auto place = static_cast<std::uint64_t>(names_.size());
  entries_.push_back({static_cast<std::uint32_t>(place), static_cast<std::uint32_t>(place >> 32), folder_id(folder)});
  names_.append(name).push_back('\0');
}

void PathList::add(std::string_view path) {
  const auto slash = path.rfind('/');
  const auto split = slash == std::string_view::npos ? 0 : slash + 1;
  add(path.substr(0, split), path.substr(split));
}

std::uint32_t PathList::folder_id(std::string_view folder) {
  if (!entries_.empty() && folders_[entries_.back().folder] == folder) return entries_.back().folder;
  const auto [known, is_new] =
      folder_ids_.try_emplace(std::string(folder), static_cast<std::uint32_t>(folders_.size()));
  if (is_new) folders_.emplace_back(folder);
  return known->second;
}

std::string_view PathList::name(const Entry& entry) const {
  return names_.c_str() + (static_cast<std::uint64_t>(entry.place_high) << 32 | entry.place_low);
}

std::string PathList::path(std::int64_t index) const {
  const Entry& entry = entries_[static_cast<std::size_t>(index)];
  std::string path(folder(entry));
  return path += name(entry);
}

std::vector<std::string> PathList::paths() const {
  std::vector<std::string> paths;
  paths.reserve(entries_.size());
  for (std::int64_t i = 0; i < size(); ++i) paths.push_back(path(i));
  return paths;
}

bool PathList::less(const Entry& a, const Entry& b) const {
  if (a.folder == b.folder) return name(a) < name(b);
  return compare_joined(folder(a), name(a), folder(b), name(b)) < 0;
}

void PathList::sort() {
  std::sort(entries_.begin(), entries_.end(), [this](const Entry& a, const Entry& b) { return less(a, b); });
  const auto last = std::unique(entries_.begin(), entries_.end(),
                                [this](const Entry& a, const Entry& b) { return !less(a, b) && !less(b, a); });
  entries_.erase(last, entries_.end());
}

void PathList::shrink() {
  names_.shrink_to_fit();
  entries_.shrink_to_fit();
  folder_ids_ = {};
}

std::int64_t PathList::memory_bytes() const noexcept {
  auto bytes = names_.capacity() + entries_.capacity() * sizeof(Entry) + folders_.capacity() * sizeof(std::string);
  for (const auto& folder : folders_) bytes += folder.capacity();
  return static_cast<std::int64_t>(bytes);
}

}  // namespace wick::detail
