// SPDX-License-Identifier: MIT
#pragma once

#include "inspected_file.hpp"

#include <string>
#include <vector>

namespace wick::tools {

/// An archive in a list of files: its number of members.
std::vector<std::string> archive_row(const InspectedFile& file);

/// Everything about an archive: a table of its members, or a summary if these are many.
std::string archive_block(const InspectedFile& file);

}  // namespace wick::tools
