// SPDX-License-Identifier: MIT
#include "folder_files.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace wick::tools {

namespace {

namespace fs = std::filesystem;

bool is_real_folder(const fs::directory_entry& entry) {
  std::error_code error;
  return entry.symlink_status(error).type() == fs::file_type::directory;
}

bool is_linked_folder(const fs::directory_entry& entry) {
  std::error_code error;
  return entry.is_symlink(error) && entry.is_directory(error);
}

bool is_array_file(const fs::path& path) { return path.native().ends_with(".npy") || path.native().ends_with(".npz"); }

/// Adds the files of one folder; its folders go to `folders`.
void list_one(const fs::path& folder, FolderFiles& files, std::vector<fs::path>& folders) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (is_real_folder(*entry)) {
      folders.push_back(entry->path());
    } else if (is_array_file(entry->path()) && !is_linked_folder(*entry)) {
      files.arrays.push_back(entry->path().native());
    } else if (entry->path().filename() != ".wick-make") {
      ++files.others;
    }
  }
  if (error) files.unreadable.emplace_back(folder.native(), error.message());
}

}  // namespace

FolderFiles list_folder(const std::string& folder) {
  FolderFiles files;
  std::vector<fs::path> folders = {folder};
  while (!folders.empty()) {
    const fs::path next = std::move(folders.back());
    folders.pop_back();
    list_one(next, files, folders);
  }
  std::sort(files.arrays.begin(), files.arrays.end());
  std::sort(files.unreadable.begin(), files.unreadable.end());
  return files;
}

}  // namespace wick::tools
