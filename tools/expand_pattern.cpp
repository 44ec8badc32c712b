// SPDX-License-Identifier: MIT
#include "expand_pattern.hpp"

#include <wick/datasets/detail/glob.hpp>
#include <wick/npy/npy_error.hpp>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include <glob.h>

namespace wick::tools {

namespace {

/// The result of `glob`, freed at the end of the scope.
struct Matches {
  Matches() = default;
  ~Matches() { globfree(&paths); }
  Matches(const Matches&) = delete;
  Matches& operator=(const Matches&) = delete;

  glob_t paths = {};
};

/// Ends the search at a folder that cannot be listed: to leave out what is in it would look like a good end.
int refuse_unreadable(const char*, int error) { return error == ENOENT ? 0 : 1; }

}  // namespace

bool is_pattern(const std::string& path) {
  std::error_code error;
  return path.find_first_of("*?[") != path.npos && path.find('\0') == path.npos &&
         !std::filesystem::exists(std::filesystem::symlink_status(path, error));
}

std::vector<std::string> expand_pattern(const std::string& pattern) {
  if (pattern.find("**") != pattern.npos) return detail::find_files(pattern).paths();
  Matches found;
  const int result = glob(pattern.c_str(), GLOB_NOESCAPE, refuse_unreadable, &found.paths);
  if (result == GLOB_ABORTED) throw NpyError(pattern, "a folder that this pattern leads to cannot be listed");
  if (result == GLOB_NOSPACE) throw NpyError(pattern, "too many files match this pattern");
  if (found.paths.gl_pathc == 0) throw NpyError(pattern, "no file matches this pattern");
  return {found.paths.gl_pathv, found.paths.gl_pathv + found.paths.gl_pathc};
}

}  // namespace wick::tools
