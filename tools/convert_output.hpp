// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/source.hpp>

#include "array_pieces.hpp"
#include "convert.hpp"
#include "piece_conversion.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wick::tools {

/// Whether OUT is a folder, or shall be one: its name ends with a slash.
bool is_folder(const std::string& out);

/// Throws `ConfigError` or `Error` if OUT cannot be written: a file must be called `.npy`, and must not be there unless
/// `--force` is given; a folder must be new or empty; and no input is written over.
void check_output(const ConvertArguments& arguments, const std::vector<std::string>& inputs);

/// Writes an array, its pieces in parallel. The file gets its name when it is complete, and without that nothing is
/// left of it. False if Ctrl-C ended it.
bool write_array(const std::string& path, const ArrayPieces& array);

/// Writes each array of a source, converted, to a file of its own, `folder/000000.npy` and so on. Returns the bytes of
/// all; nullopt if Ctrl-C ended it. Then, and if it throws, nothing is left of them.
std::optional<std::int64_t> write_files(const std::string& folder, const Source& source,
                                        const PieceConversion& conversion);

}  // namespace wick::tools
