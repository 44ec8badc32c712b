// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/file.hpp>
#include <wick/npy/npy_header.hpp>
#include <wick/npy/npy_writer.hpp>

#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <vector>

namespace wick::test {

/// Rows of int64 that count on: row `first` and `count` in all, each of `width` numbers.
inline std::vector<std::int64_t> counting_rows(std::int64_t first, std::int64_t count, std::int64_t width) {
  std::vector<std::int64_t> rows(static_cast<std::size_t>(count * width));
  std::iota(rows.begin(), rows.end(), first * width);
  return rows;
}

inline void append_counting(NpyWriter& writer, std::int64_t count) {
  const auto rows = counting_rows(writer.rows(), count, writer.row_bytes() / 8);
  writer.append(std::as_bytes(std::span(rows)));
}

/// The rows of a file whose rows count on as `counting_rows` do; -1 if they do not. Throws as the readers do.
inline std::int64_t count_of_counting(const std::string& path) {
  const File file(path);
  const auto header = read_npy_header(file);
  std::vector<std::int64_t> numbers(static_cast<std::size_t>(header.payload_bytes / 8));
  file.read_at(header.payload_offset, std::as_writable_bytes(std::span(numbers)));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (numbers[i] != static_cast<std::int64_t>(i)) return -1;
  }
  return header.shape.at(0);
}

inline std::string bytes_of_file(const std::string& path) {
  const File file(path);
  std::string bytes(static_cast<std::size_t>(file.size()), '\0');
  file.read_at(0, std::as_writable_bytes(std::span(bytes)));
  return bytes;
}

}  // namespace wick::test
