// SPDX-License-Identifier: MIT
#include "literal_string.hpp"

#include "utf8.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace wick::detail {
namespace {

bool is_plain(char c, char quote) { return c >= 0x20 && c < 0x7F && c != quote && c != '\\'; }

void append_plain(LiteralCursor& cursor, char quote, std::string& out) {
  const auto rest = cursor.rest();
  std::size_t count = 0;
  while (count < rest.size() && is_plain(rest[count], quote)) ++count;
  out += rest.substr(0, count);
  cursor.skip(count);
}

// A byte that is neither ASCII text nor the beginning of an escape.
void append_other(LiteralCursor& cursor, std::string& out) {
  const char c = cursor.peek();
  if (c == '\0' || c == '\n' || c == '\r') cursor.fail("the end of the string");
  if ((c & 0x80) == 0) {
    out += c;
    cursor.skip(1);
  } else if (cursor.encoding() == LiteralText::Encoding::latin1) {
    append_utf8(out, static_cast<unsigned char>(c));
    cursor.skip(1);
  } else {
    std::size_t length = 0;
    const auto rest = cursor.rest();
    if (!next_code_point(rest, length)) cursor.fail("UTF-8, as in all headers of version 3,");
    out += rest.substr(0, length);
    cursor.skip(length);
  }
}

std::optional<char> simple_escape(char c) {
  switch (c) {
    case '\\':
    case '\'':
    case '"':
      return c;
    case 'a':
      return '\a';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    default:
      return std::nullopt;
  }
}

// A code point of `digits` hexadecimal digits, or up to 3 octal ones.
void append_numeric(LiteralCursor& cursor, std::string& out, std::size_t digits, int base) {
  const auto text = cursor.rest().substr(0, digits);
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  const auto length = static_cast<std::size_t>(end - text.data());
  if (error != std::errc() || (base == 16 && length != digits))
    cursor.fail(fmt::format("{} hexadecimal digits", digits));
  if (!append_utf8(out, value)) cursor.fail("the number of a character");
  cursor.skip(length);
}

void append_escape(LiteralCursor& cursor, std::string& out) {
  cursor.skip(1);
  const char c = cursor.peek();
  if (const auto character = simple_escape(c)) {
    out += *character;
    cursor.skip(1);
    return;
  }
  if (c >= '0' && c <= '7') return append_numeric(cursor, out, 3, 8);
  if (c == '\n') return cursor.skip(1);  // a string that goes on in the next line
  if (c == 'N') cursor.fail("an escape without a character's name");
  const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
  if (digits == 0) {
    out += '\\';  // as Python: no escape, the backslash stays
    return;
  }
  cursor.skip(1);
  append_numeric(cursor, out, digits, 16);
}

}  // namespace

std::string parse_string(LiteralCursor& cursor) {
  if (!cursor.take('u')) cursor.take('U');
  const char quote = cursor.peek();
  if (quote != '\'' && quote != '"') cursor.fail("a string");
  cursor.skip(1);
  std::string out;
  while (true) {
    append_plain(cursor, quote, out);
    if (cursor.take(quote)) return out;
    if (cursor.at_end()) cursor.fail("the end of the string");
    if (cursor.peek() == '\\') {
      append_escape(cursor, out);
    } else {
      append_other(cursor, out);
    }
  }
}

}  // namespace wick::detail
