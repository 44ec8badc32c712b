// SPDX-License-Identifier: MIT
#include "folder_summary.hpp"

#include "array_text.hpp"
#include "shown_path.hpp"
#include "units.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace wick::tools {

void FolderSummary::add(const InspectedFile& file) {
  ++(file.members || file.path.ends_with(".npz") ? npz_ : npy_);
  if (file.is_bad()) ++bad_files_;
  for (std::string& text : complaints(file)) bad_.push_back(std::move(text));
  bool loadable = true;
  if (file.header) {
    files_.add(*file.header);
    loadable = is_loadable(file.header->dtype);
  }
  if (file.members) {
    for (const InspectedMember& member : *file.members) {
      if (!member.header) continue;
      members_.add(*member.header, shown_path(std::string(npz_key(member.member.name))));
      loadable = loadable && is_loadable(member.header->dtype);
    }
  }
  if (!loadable) ++unloadable_;
}

std::string FolderSummary::first_line() const {
  std::string text = shown_path(folder_) + ": ";
  if (npy_ > 0 || npz_ == 0) text += counted(npy_, ".npy file");
  if (npy_ > 0 && npz_ > 0) text += ", ";
  if (npz_ > 0) text += fmt::format("{} of {}", counted(npz_, ".npz file"), counted(members_.count(), "array"));
  text += fmt::format(", {} of arrays", bytes_text(files_.bytes() + members_.bytes()));
  if (others_ > 0) text += "; " + counted(others_, "other file");
  return text + "\n";
}

std::string FolderSummary::text() const {
  std::string text = first_line();
  if (!files_.empty()) text += files_.text("files");
  if (!members_.empty()) text += members_.text("archives");
  if (unloadable_ > 0) text += fmt::format("  not loadable, by dtype: {}\n", counted(unloadable_, "file"));
  if (bad_files_ > 0) text += fmt::format("  bad: {}\n", count_text(bad_files_));
  constexpr std::size_t most = 20;
  for (std::size_t i = 0; i < std::min(most, bad_.size()); ++i) text += fmt::format("    {}\n", bad_[i]);
  if (bad_.size() > most)
    text += fmt::format("    ... and {} more (--json names all)\n",
                        count_text(static_cast<std::int64_t>(bad_.size() - most)));
  return text;
}

}  // namespace wick::tools
