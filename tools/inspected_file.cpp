// SPDX-License-Identifier: MIT
#include "inspected_file.hpp"

#include <wick/npy/npy_error.hpp>

#include "units.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace wick::tools {

namespace {

std::string version_text(const NpyHeader& header) { return fmt::format("{}.{}", header.major, header.minor); }

const char* order_text(const NpyHeader& header) { return header.fortran_order ? "F" : "C"; }

/// A structured dtype can be of any length.
std::string shorten(const std::string& text, std::size_t most) {
  return text.size() > most ? text.substr(0, most - 3) + "..." : text;
}

}  // namespace

InspectedFile inspect_file(const std::string& path) {
  if (path.find('\0') != path.npos) return {path, std::nullopt, "a zero byte in the path"};
  try {
    return {path, read_npy_header(path), {}};
  } catch (const NpyError& error) {
    const std::string text = error.what(), prefix = path + ": ";
    return {path, std::nullopt, text.compare(0, prefix.size(), prefix) == 0 ? text.substr(prefix.size()) : text};
  }
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
  } else {
    object["error"] = file.error;
  }
  // Paths need not be UTF-8; JSON must be.
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string text_heading() {
  return fmt::format("{:<8} {:<20} {:<5} {:>10}  {}\n", "dtype", "shape", "order", "bytes", "path");
}

std::string text_line(const InspectedFile& file) {
  const NpyHeader& header = *file.header;
  return fmt::format("{:<8} {:<20} {:<5} {:>10}  {}\n", shorten(header.dtype.descr, 40), to_string(header.shape),
                     order_text(header), bytes_text(static_cast<double>(header.payload_bytes)), file.path);
}

std::string text_block(const InspectedFile& file) {
  const NpyHeader& header = *file.header;
  return fmt::format(
      "{}\n"
      "  dtype    {}\n"
      "  shape    {}\n"
      "  order    {}\n"
      "  payload  {} bytes ({}) at byte {}\n"
      "  version  {}\n",
      file.path, header.dtype.descr, to_string(header.shape),
      header.fortran_order ? "Fortran (first axis fastest)" : "C (last axis fastest)", count_text(header.payload_bytes),
      bytes_text(static_cast<double>(header.payload_bytes)), header.payload_offset, version_text(header));
}

}  // namespace wick::tools
