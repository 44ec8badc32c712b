// SPDX-License-Identifier: MIT
#pragma once

#include <wick/error.hpp>
#include <wick/npy/npy_header.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace wick::test {

/// The beginning of an `.npy` file: magic, version, length of the header, its text. `length` overrides the true one.
inline std::string header_file(std::string_view text, int major = 1, std::int64_t length = -1) {
  std::string file = "\x93NUMPY";
  file += static_cast<char>(major);
  file += '\0';
  const auto said = length >= 0 ? length : static_cast<std::int64_t>(text.size());
  for (int i = 0; i < (major == 1 ? 2 : 4); ++i) file += static_cast<char>((said >> (8 * i)) & 0xFF);
  return file.append(text);
}

/// The text of a header of these values, as written in Python.
inline std::string header_text(std::string_view descr, std::string_view shape,
                               std::string_view fortran_order = "False") {
  return std::string("{'descr': ").append(descr) + ", 'fortran_order': " + std::string(fortran_order) +
         ", 'shape': " + std::string(shape) + ", }";
}

/// Parses what a file begins with that goes on for `payload` more bytes.
inline NpyHeader parse(std::string_view file, std::int64_t payload = 24) {
  return parse_npy_header(std::as_bytes(std::span(file)), static_cast<std::int64_t>(file.size()) + payload, "x.npy");
}

/// Parses a header of version 1 with this text.
inline NpyHeader parse_text(std::string_view text, std::int64_t payload = 24) {
  return parse(header_file(text), payload);
}

/// Parses a descr, as written in Python.
inline Dtype parse_descr(std::string_view descr) { return parse_text(header_text(descr, "(0,)")).dtype; }

/// What parsing throws; empty if it does not.
template <typename F>
std::string error_of(F&& parse) {
  try {
    parse();
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace wick::test
