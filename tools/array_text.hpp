// SPDX-License-Identifier: MIT
#pragma once

#include "columns.hpp"
#include "inspected_file.hpp"

#include <string>
#include <vector>

namespace wick::tools {

/// Whether wick reads such a file: as an array, or, of Python objects, by `read_object_array`, whose elements are
/// arrays of their own. Not structures that hold objects.
bool is_loadable(const Dtype& dtype) noexcept;

/// Whether a dtype has fields that lie at offsets in a row: none do beside Python objects.
bool has_fields(const Dtype& dtype) noexcept;

/// A dtype in a table: `<f4`, or `6 fields`.
std::string dtype_cell(const Dtype& dtype);

/// A list of files; the path comes last.
Columns file_columns();

/// Its row for a file with a header or members.
std::vector<std::string> file_row(const InspectedFile& file);

/// Everything about one array, in a few lines.
std::string text_block(const InspectedFile& file);

}  // namespace wick::tools
