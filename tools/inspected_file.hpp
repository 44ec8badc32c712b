// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>

#include "columns.hpp"

#include <optional>
#include <string>
#include <vector>

namespace wick::tools {

/// What one file's header says, or why it says nothing.
struct InspectedFile {
  std::string path;
  std::optional<NpyHeader> header;
  std::string error;
};

/// Reads the header; never throws what the file is to blame for.
InspectedFile inspect_file(const std::string& path);

/// What stands for `path` where it could not be read, or found.
InspectedFile refused_file(const std::string& path, const NpyError& error);

/// A path for people: control characters, of which a terminal might make anything, as `\n` or `\x1b`.
std::string shown_path(const std::string& path);

/// One JSON object: `{"path": ..., "version": "1.0", ...}` or `{"path": ..., "error": ...}`, and a newline.
std::string json_line(const InspectedFile& file);

/// A list of files; the path comes last.
Columns file_columns();

/// Its row for a good file.
std::vector<std::string> file_row(const InspectedFile& file);

/// Everything about one file, in a few lines.
std::string text_block(const InspectedFile& file);

}  // namespace wick::tools
