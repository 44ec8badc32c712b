// SPDX-License-Identifier: MIT
#include "make_folder.hpp"

#include <wick/error.hpp>

#include "units.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

namespace wick::tools {

namespace {

namespace fs = std::filesystem;

void remove_data_set(const fs::path& folder) {
  fs::remove(folder / "images.npy");
  fs::remove(folder / "labels.npy");
  if (!fs::is_directory(folder / "images")) return;
  for (const auto& entry : fs::directory_iterator(folder / "images"))
    if (entry.path().extension() == ".npy" && !entry.is_directory()) fs::remove(entry.path());
}

}  // namespace

void prepare_folder(const std::string& folder, std::int64_t bytes, bool force) {
  try {
    if (fs::exists(folder) && !fs::is_directory(folder))
      throw Error(fmt::format("{}: a file, expected a folder or nothing", folder));
    fs::create_directories(folder);
    if (force) remove_data_set(folder);
    if (!force && !fs::is_empty(folder))
      throw Error(
          fmt::format("{}: not empty; --force replaces a data set made earlier, or name another folder", folder));
    const auto available = fs::space(folder).available;
    if (available < static_cast<std::uintmax_t>(bytes))
      throw Error(fmt::format("{}: the data set takes {}, and {} are free", folder,
                              bytes_text(static_cast<double>(bytes)), bytes_text(static_cast<double>(available))));
  } catch (const fs::filesystem_error& error) {
    throw Error(fmt::format("{}: {}", error.path1().empty() ? folder : error.path1().native(), error.code().message()));
  }
}

}  // namespace wick::tools
