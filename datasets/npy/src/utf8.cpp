// SPDX-License-Identifier: MIT
#include "utf8.hpp"

namespace wick::detail {
namespace {

bool is_character(char32_t code_point) {
  return code_point < 0xD800 || (code_point > 0xDFFF && code_point <= 0x10FFFF);
}

int length_of(char32_t code_point) {
  if (code_point < 0x80) return 1;
  if (code_point < 0x800) return 2;
  return code_point < 0x10000 ? 3 : 4;
}

int length_by_first(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC0 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  return first >= 0xF0 && first < 0xF8 ? 4 : 0;
}

}  // namespace

bool append_utf8(std::string& text, char32_t code_point) {
  if (!is_character(code_point)) return false;
  const int length = length_of(code_point);
  if (length == 1) {
    text += static_cast<char>(code_point);
    return true;
  }
  static constexpr unsigned char first_bits[] = {0, 0, 0xC0, 0xE0, 0xF0};
  text += static_cast<char>(first_bits[length] | (code_point >> (6 * (length - 1))));
  for (int i = length - 2; i >= 0; --i) text += static_cast<char>(0x80 | ((code_point >> (6 * i)) & 0x3F));
  return true;
}

std::optional<char32_t> next_code_point(std::string_view text, std::size_t& position) {
  if (position >= text.size()) return std::nullopt;
  const auto first = static_cast<unsigned char>(text[position]);
  const int length = length_by_first(first);
  if (length == 0 || text.size() - position < static_cast<std::size_t>(length)) return std::nullopt;
  static constexpr unsigned char first_mask[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  char32_t code_point = first & first_mask[length];
  for (int i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[position + static_cast<std::size_t>(i)]);
    if ((byte & 0xC0) != 0x80) return std::nullopt;
    code_point = (code_point << 6) | (byte & 0x3F);
  }
  if (!is_character(code_point) || length_of(code_point) != length) return std::nullopt;
  position += static_cast<std::size_t>(length);
  return code_point;
}

}  // namespace wick::detail
