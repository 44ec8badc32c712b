// SPDX-License-Identifier: MIT
#include "array_text.hpp"

#include <wick/npy/datetime_unit.hpp>
#include <wick/npy/leaf_fields.hpp>
#include <wick/npy/long_double.hpp>

#include "archive_text.hpp"
#include "shown_path.hpp"
#include "units.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace wick::tools {

namespace {

constexpr std::size_t most_fields = 40;

const char* order_text(const NpyHeader& header) { return header.fortran_order ? "F" : "C"; }

/// `1,234 bytes (1.21 KiB)`, or `480 bytes`.
std::string payload_text(std::int64_t bytes) {
  const std::string rounded = bytes_text(static_cast<double>(bytes));
  return fmt::format("{} bytes{}", count_text(bytes), rounded.ends_with(" B") ? "" : fmt::format(" ({})", rounded));
}

std::string time_text(const Dtype& dtype) {
  const DatetimeUnit unit = datetime_unit(dtype);
  const std::string name = dtype.kind == 'M' ? "datetime64" : "timedelta64";
  if (unit.base == DatetimeUnit::Base::generic) return name + " without a unit";
  return fmt::format("{}[{}]", name, to_string(unit));
}

/// What NumPy's characters mean, where they are not numbers that everybody knows; else empty.
std::string meaning(const Dtype& dtype) {
  if (dtype.structured || dtype.has_object) return dtype.structured ? "" : "Python objects";
  switch (dtype.kind) {
    case 'M':
    case 'm':
      return time_text(dtype);
    case 'S':
      return "strings of up to " + counted(dtype.itemsize, "byte");
    case 'U':
      return "strings of up to " + counted(dtype.itemsize / 4, "character");
    case 'V':
      return counted(dtype.itemsize, "byte") + " without a type";
    default:
      return is_long_double(dtype) ? "long double" : "";
  }
}

std::string dtype_text(const Dtype& dtype) {
  if (has_fields(dtype)) return dtype_cell(dtype) + " in " + counted(dtype.itemsize, "byte");
  const std::string more = meaning(dtype);
  return dtype.descr + (more.empty() ? "" : fmt::format("  ({})", more));
}

std::string fields_text(const Dtype& dtype, const std::string& path) {
  if (!has_fields(dtype)) return {};
  const std::vector<DtypeField> fields = leaf_fields(dtype, path);
  Columns table("  ", {{"field", 7}, {"dtype", 7}, {"offset", 6, true}, {"shape", 5, false, false}});
  for (std::size_t i = 0; i < std::min(fields.size(), most_fields); ++i)
    table.add(
        {shown_path(fields[i].name), fields[i].dtype.descr, count_text(fields[i].offset), to_string(fields[i].shape)});
  const std::string rest = fields.size() > most_fields
                               ? fmt::format("  ... and {} more (--json names all)\n", fields.size() - most_fields)
                               : "";
  return table.empty() ? "" : table.text() + rest;
}

std::string elements_text(const InspectedArray& array) {
  if (!array.elements) return {};
  std::string text, heading = "elements";
  for (const std::string& line : array.elements->lines()) {
    text += fmt::format("  {:8} {}\n", heading, line);
    heading.clear();
  }
  return text;
}

}  // namespace

bool is_loadable(const Dtype& dtype) noexcept { return dtype.kind == 'O' || !dtype.has_object; }

bool has_fields(const Dtype& dtype) noexcept { return dtype.structured && !dtype.has_object; }

std::string dtype_cell(const Dtype& dtype) {
  if (!has_fields(dtype)) return dtype.descr;
  return counted(static_cast<std::int64_t>(leaf_fields(dtype, "").size()), "field");
}

Columns file_columns() {
  return Columns("", {{"dtype", 7}, {"shape", 19}, {"order", 5}, {"bytes", 9, true}, {"path", 4, false, false}});
}

std::vector<std::string> file_row(const InspectedFile& file) {
  if (file.members) return archive_row(file);
  const NpyHeader& header = *file.header;
  return {dtype_cell(header.dtype), to_string(header.shape), order_text(header),
          bytes_text(static_cast<double>(header.payload_bytes)),
          shown_path(file.path) + (is_loadable(header.dtype) ? "" : "  (not loadable: dtype)")};
}

std::string text_block(const InspectedFile& file) {
  if (file.members) return archive_block(file);
  const NpyHeader& header = *file.header;
  return fmt::format(
      "{}\n"
      "  dtype    {}\n"
      "  shape    {}\n"
      "  order    {}\n"
      "  payload  {} at byte {}\n"
      "  version  {}.{}\n"
      "{}{}{}",
      shown_path(file.path), dtype_text(header.dtype), to_string(header.shape),
      header.fortran_order ? "Fortran (first axis fastest)" : "C (last axis fastest)",
      payload_text(header.payload_bytes), header.payload_offset, header.major, header.minor,
      fields_text(header.dtype, file.path), elements_text(file),
      is_loadable(header.dtype) ? "" : fmt::format("  not loadable: dtype {:.200}\n", header.dtype.descr));
}

}  // namespace wick::tools
