// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/glob.hpp>
#include <wick/npy/npy_error.hpp>

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

namespace wick::detail {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};
using Folder = std::unique_ptr<DIR, CloseFolder>;

/// Which folder this is, whatever the path to it.
struct FolderId {
  dev_t device;
  ino_t inode;
  bool operator==(const FolderId&) const = default;
};

bool has_magic(std::string_view component) { return component.find_first_of("*?[") != std::string_view::npos; }

bool matches(const std::string& pattern, const char* name) {
  return ::fnmatch(pattern.c_str(), name, FNM_PERIOD | FNM_NOESCAPE) == 0;
}

bool is_folder(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

// Where the file system does not tell, and for links, the target is asked. A link to nowhere is no folder: reading it
// will say what is wrong with it.
bool is_folder(const std::string& parent, const dirent& entry) {
  if (entry.d_type == DT_DIR) return true;
  if (entry.d_type != DT_LNK && entry.d_type != DT_UNKNOWN) return false;
  return is_folder(parent + entry.d_name);
}

[[noreturn]] void cannot_list(const std::string& path, int error) {
  throw NpyError(path, fmt::format("cannot list the folder: {}", std::generic_category().message(error)));
}

// Null if there is no such folder: a pattern that has nothing to match there.
Folder open_folder(const std::string& path) {
  Folder folder(::opendir(path.empty() ? "." : path.c_str()));
  if (!folder && errno != ENOENT && errno != ENOTDIR) cannot_list(path, errno);
  return folder;
}

// Calls visit(entry) for every name in the folder but `.` and `..`.
template <typename F>
void each_entry(DIR* folder, const std::string& path, F&& visit) {
  while (true) {
    errno = 0;
    const dirent* entry = ::readdir(folder);
    if (entry == nullptr) {
      if (errno != 0) cannot_list(path, errno);
      return;
    }
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") visit(*entry);
  }
}

/// Walks the folders that a pattern names, component by component.
class Walk {
 public:
  Walk(std::vector<std::string> components, PathList& found) : components_(std::move(components)), found_(found) {}

  // `prefix` is empty or ends with a slash; what matches components_[next...] below it is found.
  void descend(const std::string& prefix, std::size_t next) {
    const std::string& component = components_[next];
    if (component == "**") return any_depth(prefix, next);
    const bool last = next + 1 == components_.size();
    if (!has_magic(component)) return last ? one_file(prefix, component) : descend(prefix + component + '/', next + 1);
    if (last) return files(prefix, component);
    for (const auto& folder : folders(prefix, component)) descend(prefix + folder + '/', next + 1);
  }

 private:
  void any_depth(const std::string& prefix, std::size_t next) {
    struct stat status {};
    if (::stat(prefix.empty() ? "." : prefix.c_str(), &status) != 0) return;
    const FolderId id{status.st_dev, status.st_ino};
    if (std::find(inside_.begin(), inside_.end(), id) != inside_.end()) return;  // a link that leads back up
    descend(prefix, next + 1);
    inside_.push_back(id);
    for (const auto& folder : folders(prefix, "*")) any_depth(prefix + folder + '/', next);
    inside_.pop_back();
  }

  void one_file(const std::string& prefix, const std::string& name) {
    struct stat status {};
    if (::lstat((prefix + name).c_str(), &status) == 0 && !is_folder(prefix + name)) found_.add(prefix, name);
  }

  void files(const std::string& prefix, const std::string& component) {
    const Folder folder = open_folder(prefix);
    if (!folder) return;
    each_entry(folder.get(), prefix, [&](const dirent& entry) {
      if (matches(component, entry.d_name) && !is_folder(prefix, entry)) found_.add(prefix, entry.d_name);
    });
  }

  // Names first, then the folder is closed: a deep tree does not hold a descriptor per level.
  std::vector<std::string> folders(const std::string& prefix, const std::string& component) {
    std::vector<std::string> names;
    const Folder folder = open_folder(prefix);
    if (!folder) return names;
    each_entry(folder.get(), prefix, [&](const dirent& entry) {
      if (matches(component, entry.d_name) && is_folder(prefix, entry)) names.emplace_back(entry.d_name);
    });
    return names;
  }

  std::vector<std::string> components_;
  PathList& found_;
  std::vector<FolderId> inside_;  // folders that any_depth is in
};

// `train//*/` -> "train", "*", "*.npy": a pattern that ends with a slash names folders, hence their arrays.
std::vector<std::string> split(std::string_view pattern, const std::string& in_folder) {
  std::vector<std::string> components;
  while (!pattern.empty()) {
    const auto slash = std::min(pattern.find('/'), pattern.size());
    const auto component = pattern.substr(0, slash);
    const bool repeats = component == "**" && !components.empty() && components.back() == "**";
    if (!component.empty() && !repeats) components.emplace_back(component);
    if (slash + 1 == pattern.size()) components.push_back(in_folder);
    pattern.remove_prefix(std::min(slash + 1, pattern.size()));
  }
  if (!components.empty() && components.back() == "**") components.emplace_back("*");
  return components;
}

void walk(const std::string& prefix, std::string_view pattern, const std::string& in_folder, PathList& found) {
  Walk(split(pattern, in_folder), found).descend(prefix, 0);
}

PathList find(const std::string& pattern, const std::string& in_folder) {
  PathList found;
  struct stat status {};
  if (::stat(pattern.c_str(), &status) == 0) {
    if (!S_ISDIR(status.st_mode)) {
      found.add(pattern);
    } else {
      walk(pattern.ends_with('/') ? pattern : pattern + '/', in_folder, in_folder, found);
    }
  } else if (has_magic(pattern)) {
    walk(pattern.starts_with('/') ? "/" : "", pattern, in_folder, found);
  }
  return found;
}

std::string why_nothing(const std::string& pattern, const std::string& in_folder) {
  struct stat status {};
  if (::stat(pattern.c_str(), &status) == 0) return fmt::format("no {} file in this folder", in_folder);
  const int error = errno;
  if (has_magic(pattern)) return "no file matches this pattern";
  return error == ENOENT ? "no such file or folder" : std::generic_category().message(error);
}

}  // namespace

PathList find_files(const std::string& pattern, const std::string& in_folder) {
  PathList found = find(pattern, in_folder);
  if (found.empty()) {
    throw NpyError(pattern, why_nothing(pattern, in_folder));
  }
  found.sort();
  found.shrink();
  return found;
}

}  // namespace wick::detail
