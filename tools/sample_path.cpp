// SPDX-License-Identifier: MIT
#include "sample_path.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace wick::tools {

std::string sample_path(const std::string& folder, std::int64_t index, std::int64_t count) {
  const std::size_t digits = std::max<std::size_t>(6, std::to_string(count - 1).size());
  return fmt::format("{}{}{:0{}}.npy", folder, folder.ends_with('/') ? "" : "/", index, digits);
}

}  // namespace wick::tools
