// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace wick::tools {

/// Makes the folder for a data set of so many bytes, or empties it of an earlier data set (`images/*.npy`,
/// `images.npy`, `labels.npy`) if `force` is set. Writes `note` to `.wick-make` in it, before anything else: a folder
/// that holds something, but not this file, is never touched. Throws `Error` in that case, if the folder is not empty
/// and `force` is not set, if it is no folder, or if the disk is too full.
void prepare_folder(const std::string& folder, std::int64_t bytes, bool force, const std::string& note);

}  // namespace wick::tools
