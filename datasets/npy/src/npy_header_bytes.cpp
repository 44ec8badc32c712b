// SPDX-License-Identifier: MIT
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>

#include "magic.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace wick {
namespace {

std::string_view as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// What a file without the magic seems to be.
std::string_view guess(std::string_view prefix) {
  if (prefix.starts_with("PK\x03\x04") || prefix.starts_with("PK\x05\x06"))
    return "it is a zip archive, as .npz files are";
  if (prefix.size() > 1 && prefix[0] == '\x80' && prefix[1] > 0 && prefix[1] < 6) return "it looks like a pickle";
  if (prefix.starts_with("\x1F\x8B")) return "it is compressed by gzip";
  return "it begins with other bytes";
}

void check_magic(std::string_view prefix, std::string_view path) {
  if (prefix.empty()) throw NpyError(path, "the file is empty: a NumPy header expected");
  const auto length = std::min(prefix.size(), detail::magic.size());
  if (prefix.substr(0, length) != detail::magic.substr(0, length)) {
    throw NpyError(path, 0, fmt::format("not an .npy file, {}: \\x93NUMPY expected", guess(prefix)));
  }
}

void check_version(std::string_view prefix, std::string_view path) {
  if (prefix.size() < 8) throw NpyError(path, 6, "the file ends here: the version of the format expected");
  const auto major = static_cast<unsigned char>(prefix[6]);
  const auto minor = static_cast<unsigned char>(prefix[7]);
  if (major < 1 || major > 3 || minor != 0) {
    throw NpyError(path, 6, fmt::format("format version {}.{}: 1.0, 2.0 or 3.0 expected", major, minor));
  }
}

std::int64_t little_endian(std::string_view bytes) {
  std::int64_t number = 0;
  for (auto i = bytes.size(); i > 0; --i) number = number * 256 + static_cast<unsigned char>(bytes[i - 1]);
  return number;
}

}  // namespace

std::int64_t npy_header_bytes(std::span<const std::byte> prefix, std::int64_t file_bytes, std::string_view path,
                              const NpyLimits& limits) {
  const auto text = as_text(prefix);
  check_magic(text, path);
  check_version(text, path);
  const auto begin = detail::magic_bytes(prefix);
  if (text.size() < begin) throw NpyError(path, 8, "the file ends here: the length of the header expected");
  const auto length = little_endian(text.substr(8, begin - 8));
  if (begin == 12 && length > limits.max_header_bytes) {
    throw NpyError(path, 8,
                   fmt::format("a header of {} bytes: at most {} expected (NpyLimits::max_header_bytes)", length,
                               limits.max_header_bytes));
  }
  const auto offset = static_cast<std::int64_t>(begin);
  if (length > file_bytes - offset) {
    throw NpyError(path, offset, fmt::format("a header of {} bytes expected, {} found", length, file_bytes - offset));
  }
  return offset + length;
}

}  // namespace wick
