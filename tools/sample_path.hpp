// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace wick::tools {

/// The file of sample `index` of `count`: `folder/000017.npy`, with so many digits that the names sort.
std::string sample_path(const std::string& folder, std::int64_t index, std::int64_t count);

}  // namespace wick::tools
