// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace wick::tools {

/// `12,345`.
std::string count_text(std::int64_t count);

/// `1 file`, `12,345 files`.
std::string counted(std::int64_t count, const std::string& what);

/// Three digits or more and the unit: `147 KiB`, `1.44 GiB`, `12 B`.
std::string bytes_text(double bytes);

/// `12.3 ms`, `1.44 s`.
std::string seconds_text(double seconds);

}  // namespace wick::tools
