// SPDX-License-Identifier: MIT
#include "python_repr.hpp"

#include "utf8.hpp"

#include <fmt/format.h>

namespace wick::detail {
namespace {

void append_ascii(std::string& out, char character, char quote) {
  switch (character) {
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\\':
      out += "\\\\";
      return;
    default:
      break;
  }
  if (character == quote) {
    out += '\\';
    out += character;
  } else if (character < 0x20 || character == 0x7F) {
    out += fmt::format("\\x{:02x}", static_cast<unsigned>(character));
  } else {
    out += character;
  }
}

bool has_no_glyph(char32_t code_point) { return (code_point >= 0x80 && code_point <= 0xA0) || code_point == 0xAD; }

}  // namespace

std::string python_repr(std::string_view text) {
  const bool has_single = text.find('\'') != text.npos;
  const char quote = has_single && text.find('"') == text.npos ? '"' : '\'';
  std::string out(1, quote);
  for (std::size_t position = 0; position < text.size();) {
    const auto begin = position;
    const auto code_point = next_code_point(text, position);
    if (!code_point) {
      out += text[position++];
    } else if (*code_point < 0x80) {
      append_ascii(out, static_cast<char>(*code_point), quote);
    } else if (has_no_glyph(*code_point)) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(*code_point));
    } else {
      out += text.substr(begin, position - begin);
    }
  }
  return out + quote;
}

}  // namespace wick::detail
