// SPDX-License-Identifier: MIT
#include <wick/npy/npy_error.hpp>
#include <wick/npy/text_element.hpp>

#include "utf8.hpp"

#include <fmt/format.h>

namespace wick {
namespace {

constexpr std::size_t character_bytes = 4;

void check(const Dtype& dtype, std::span<const std::byte> element, std::string_view path) {
  const bool text = dtype.kind == 'S' || (dtype.kind == 'U' && dtype.itemsize % character_bytes == 0);
  if (!text) throw NpyError(path, fmt::format("dtype {:.60} is no text: |S or <U expected", dtype.descr));
  if (static_cast<std::int64_t>(element.size()) != dtype.itemsize) {
    throw NpyError(path, fmt::format("{} bytes given of an element of dtype {:.60}, which has {}: all of them expected",
                                     element.size(), dtype.descr, dtype.itemsize));
  }
}

char32_t load_character(std::span<const std::byte> bytes, bool big_endian) {
  char32_t character = 0;
  for (std::size_t i = 0; i < character_bytes; ++i) {
    const auto byte = bytes[big_endian ? i : character_bytes - 1 - i];
    character = (character << 8) | std::to_integer<std::uint8_t>(byte);
  }
  return character;
}

// Up to the last character that is not NUL, where one has `unit` bytes.
std::span<const std::byte> without_fill(std::span<const std::byte> bytes, std::size_t unit) {
  std::size_t end = bytes.size();
  while (end > 0 && bytes[end - 1] == std::byte{0}) --end;
  return bytes.first((end + unit - 1) / unit * unit);
}

}  // namespace

std::string decode_text(const Dtype& dtype, std::span<const std::byte> element, std::string_view path) {
  check(dtype, element, path);
  if (dtype.kind == 'S') {
    const auto bytes = without_fill(element, 1);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  const auto bytes = without_fill(element, character_bytes);
  std::string text;
  text.reserve(bytes.size() / character_bytes);
  for (std::size_t i = 0; i < bytes.size(); i += character_bytes) {
    const auto character = load_character(bytes.subspan(i), dtype.byteorder == '>');
    if (!detail::append_utf8(text, character)) {
      throw NpyError(path, fmt::format("character {} of an element of dtype {:.60} is 0x{:x}, which is none of Unicode",
                                       i / character_bytes, dtype.descr, static_cast<std::uint32_t>(character)));
    }
  }
  return text;
}

}  // namespace wick
