// SPDX-License-Identifier: MIT
#include "inspected_file.hpp"

#include "units.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace wick::tools {

namespace {

std::string version_text(const NpyHeader& header) { return fmt::format("{}.{}", header.major, header.minor); }

const char* order_text(const NpyHeader& header) { return header.fortran_order ? "F" : "C"; }

/// `1,234 bytes (1.21 KiB)`, or `480 bytes`.
std::string payload_text(std::int64_t bytes) {
  const std::string rounded = bytes_text(static_cast<double>(bytes));
  return fmt::format("{} bytes{}", count_text(bytes), rounded.ends_with(" B") ? "" : fmt::format(" ({})", rounded));
}

}  // namespace

InspectedFile inspect_file(const std::string& path) {
  if (path.find('\0') != path.npos) return {path, std::nullopt, "a zero byte in the path"};
  try {
    return {path, read_npy_header(path), {}};
  } catch (const NpyError& error) {
    return refused_file(path, error);
  }
}

InspectedFile refused_file(const std::string& path, const NpyError& error) {
  const std::string text = error.what(), prefix = path + ": ";
  return {path, std::nullopt, text.starts_with(prefix) ? text.substr(prefix.size()) : text};
}

std::string shown_path(const std::string& path) {
  std::string shown;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n')
      shown += "\\n";
    else if (c == '\r')
      shown += "\\r";
    else if (c == '\t')
      shown += "\\t";
    else if (byte < 0x20 || byte == 0x7F)
      shown += fmt::format("\\x{:02x}", byte);
    else
      shown += c;
  }
  return shown;
}

std::string json_line(const InspectedFile& file) {
  nlohmann::ordered_json object = {{"path", file.path}};
  if (file.header) {
    object["version"] = version_text(*file.header);
    object["dtype"] = file.header->dtype.descr;
    object["shape"] = file.header->shape;
    object["fortran_order"] = file.header->fortran_order;
    object["payload_offset"] = file.header->payload_offset;
    object["payload_bytes"] = file.header->payload_bytes;
    object["loadable"] = file.header->dtype.is_numeric();
  } else {
    object["error"] = file.error;
  }
  // Paths need not be UTF-8; JSON must be.
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

Columns file_columns() {
  return Columns("", {{"dtype", 7}, {"shape", 19}, {"order", 5}, {"bytes", 9, true}, {"path", 4, false, false}});
}

std::vector<std::string> file_row(const InspectedFile& file) {
  const NpyHeader& header = *file.header;
  return {header.dtype.descr, to_string(header.shape), order_text(header),
          bytes_text(static_cast<double>(header.payload_bytes)),
          shown_path(file.path) + (header.dtype.is_numeric() ? "" : "  (not loadable: dtype)")};
}

std::string text_block(const InspectedFile& file) {
  const NpyHeader& header = *file.header;
  return fmt::format(
      "{}\n"
      "  dtype    {}\n"
      "  shape    {}\n"
      "  order    {}\n"
      "  payload  {} at byte {}\n"
      "  version  {}\n"
      "{}",
      shown_path(file.path), header.dtype.descr, to_string(header.shape),
      header.fortran_order ? "Fortran (first axis fastest)" : "C (last axis fastest)",
      payload_text(header.payload_bytes), header.payload_offset, version_text(header),
      header.dtype.is_numeric() ? "" : fmt::format("  not loadable: dtype {}\n", header.dtype.descr));
}

}  // namespace wick::tools
