// SPDX-License-Identifier: MIT
#include "make_folder.hpp"

#include <wick/error.hpp>

#include "units.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <system_error>

namespace wick::tools {

namespace {

namespace fs = std::filesystem;

/// Its presence says that wick made the folder, and may empty it again.
constexpr const char* marker = ".wick-make";

void remove_data_set(const fs::path& folder) {
  fs::remove(folder / "images.npy");
  fs::remove(folder / "labels.npy");
  // A link leads to a folder that is not ours.
  if (fs::is_symlink(folder / "images")) fs::remove(folder / "images");
  if (!fs::is_directory(folder / "images")) return;
  for (const auto& entry : fs::directory_iterator(folder / "images"))
    if (entry.path().extension() == ".npy" && !entry.is_directory()) fs::remove(entry.path());
}

void check_replaceable(const fs::path& folder, bool force) {
  if (fs::is_empty(folder)) return;
  if (!fs::is_regular_file(folder / marker))
    throw Error(fmt::format("{}: not made by wick make; name another folder", folder.native()));
  if (!force)
    throw Error(fmt::format("{}: not empty; --force replaces the data set, or name another folder", folder.native()));
}

void write_marker(const fs::path& folder, const std::string& note) {
  const fs::path path = folder / marker;
  std::ofstream file(path, std::ios::binary);
  file << note << '\n';
  file.close();
  if (!file) throw Error(fmt::format("{}: cannot be written", path.native()));
}

}  // namespace

void prepare_folder(const std::string& folder, std::int64_t bytes, bool force, const std::string& note) {
  try {
    if (fs::exists(folder) && !fs::is_directory(folder))
      throw Error(fmt::format("{}: a file, expected a folder or nothing", folder));
    fs::create_directories(folder);
    check_replaceable(folder, force);
    if (force) remove_data_set(folder);
    const auto available = fs::space(folder).available;
    if (available < static_cast<std::uintmax_t>(bytes))
      throw Error(fmt::format("{}: the data set takes {}, and {} are free", folder,
                              bytes_text(static_cast<double>(bytes)), bytes_text(static_cast<double>(available))));
    write_marker(folder, note);
  } catch (const fs::filesystem_error& error) {
    throw Error(fmt::format("{}: {}", error.path1().empty() ? folder : error.path1().native(), error.code().message()));
  }
}

}  // namespace wick::tools
