// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/npy_header.hpp>

#include <optional>
#include <string>

namespace wick::tools {

/// What one file's header says, or why it says nothing.
struct InspectedFile {
  std::string path;
  std::optional<NpyHeader> header;
  std::string error;
};

/// Reads the header; never throws what the file is to blame for.
InspectedFile inspect_file(const std::string& path);

/// One JSON object: `{"path": ..., "version": "1.0", ...}` or `{"path": ..., "error": ...}`, and a newline.
std::string json_line(const InspectedFile& file);

/// One line of a list, in columns; the path comes last.
std::string text_line(const InspectedFile& file);

/// The headings over such lines.
std::string text_heading();

/// Everything about one file, in a few lines.
std::string text_block(const InspectedFile& file);

}  // namespace wick::tools
