// SPDX-License-Identifier: MIT
#pragma once

#include "inspected_file.hpp"

#include <string>

namespace wick::tools {

/// One JSON object and a newline: `{"path": ..., "version": "1.0", "dtype": ...}` of an array,
/// `{"path": ..., "members": [{"name": ...}, ...]}` of an archive, `{"path": ..., "error": ...}` of what cannot be
/// read.
std::string json_line(const InspectedFile& file);

}  // namespace wick::tools
