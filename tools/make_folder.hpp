// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace wick::tools {

/// Makes the folder for a data set of so many bytes, or empties it of an earlier data set (`images/*.npy`,
/// `images.npy`, `labels.npy`) if `force` is set. Throws `Error` if it holds anything else, is no folder, or the disk
/// is too full.
void prepare_folder(const std::string& folder, std::int64_t bytes, bool force);

}  // namespace wick::tools
