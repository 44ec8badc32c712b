// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wick::detail {

/// The value of a Python literal, as `ast.literal_eval` gives it.
struct Literal {
  enum class Kind : std::uint8_t { none, boolean, integer, text, tuple, list, dict };

  Kind kind = Kind::none;
  std::int64_t offset = 0;     ///< Where it begins in the file. For messages.
  std::int64_t integer = 0;    ///< Of an integer; 0 or 1 of a boolean.
  std::string text;            ///< Of a text, in UTF-8.
  std::vector<Literal> items;  ///< Of a tuple or list; of a dict key, value, key, value, ...
};

/// What a literal is, for messages: `a tuple`, `an int`, ...
std::string_view kind_name(Literal::Kind kind);

/// The text that a literal is read from.
struct LiteralText {
  enum class Encoding { latin1, utf8 };

  std::string_view text;
  Encoding encoding = Encoding::latin1;
  bool long_suffix = false;  ///< Integers may end in `L`, as Python 2 wrote them.
  std::string_view path;     ///< For messages.
  std::int64_t offset = 0;   ///< Where `text` begins in the file. For messages.
};

/// Parses one literal with white space around it. Of Python's syntax it knows what NumPy ever wrote, and no more:
/// dicts, tuples, lists, parentheses, strings (either quote, prefix `u`, escapes), decimal integers of 64 bits, True,
/// False, None. Not: comments, bytes and raw strings, strings side by side or in triple quotes, `0x2`, `1_0`, `+2`,
/// floats, sets, `\N{name}`. Depth and number of values are limited. Throws `NpyError`.
Literal parse_literal(const LiteralText& text);

}  // namespace wick::detail
