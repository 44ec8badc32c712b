// SPDX-License-Identifier: MIT
#include "literal.hpp"

#include "literal_cursor.hpp"
#include "literal_string.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace wick::detail {
namespace {

constexpr int max_depth = 32;

// A value of two bytes costs some hundred bytes of memory; the largest structured dtype that makes sense has far fewer.
constexpr int max_values = 1 << 17;

// Recursive descent. A method is called at the first byte of what it is named after and leaves the cursor behind it.
class Parser {
 public:
  explicit Parser(const LiteralText& text) : cursor_(text), long_suffix_(text.long_suffix) {}

  void document(Literal& out) {
    cursor_.skip_space();
    value(out, 0);
    cursor_.skip_space();
    if (!cursor_.at_end()) cursor_.fail("the end of the header");
  }

 private:
  void value(Literal& out, int depth) {
    if (depth > max_depth) cursor_.fail("no more than 32 levels of brackets");
    if (++values_ > max_values) cursor_.fail("no more than 131072 values");
    out.offset = cursor_.offset();
    switch (cursor_.peek()) {
      case '{':
        return dict(out, depth);
      case '(':
        return tuple(out, depth);
      case '[':
        out.kind = Literal::Kind::list;
        sequence(out, ']', depth);
        return;
      case 'u':
      case 'U':
      case '\'':
      case '"':
        out.kind = Literal::Kind::text;
        out.text = parse_string(cursor_);
        return;
      case 'T':
        return keyword(out, "True", Literal::Kind::boolean, 1);
      case 'F':
        return keyword(out, "False", Literal::Kind::boolean, 0);
      case 'N':
        return keyword(out, "None", Literal::Kind::none, 0);
      default:
        return integer(out);
    }
  }

  void dict(Literal& out, int depth) {
    out.kind = Literal::Kind::dict;
    out.items.reserve(6);
    cursor_.skip(1);
    bool more = true;
    for (cursor_.skip_space(); !cursor_.take('}'); cursor_.skip_space()) {
      if (!more) cursor_.fail("',' or '}'");
      value(out.items.emplace_back(), depth + 1);
      if (out.items.back().kind != Literal::Kind::text) {
        cursor_.fail_at(out.items.back().offset,
                        fmt::format("a key is {}: a string expected", kind_name(out.items.back().kind)));
      }
      cursor_.skip_space();
      if (!cursor_.take(':')) cursor_.fail("':' after the key");
      cursor_.skip_space();
      value(out.items.emplace_back(), depth + 1);
      cursor_.skip_space();
      more = cursor_.take(',');
    }
  }

  void tuple(Literal& out, int depth) {
    const bool comma = sequence(out, ')', depth);
    out.kind = Literal::Kind::tuple;
    if (out.items.size() == 1 && !comma) {  // just parentheses
      Literal inner = std::move(out.items.front());
      out = std::move(inner);
    }
  }

  // Items up to the closing bracket. Returns whether a comma stood before it.
  bool sequence(Literal& out, char close, int depth) {
    cursor_.skip(1);
    bool comma = false;
    for (cursor_.skip_space(); !cursor_.take(close); cursor_.skip_space()) {
      if (!out.items.empty() && !comma) cursor_.fail(fmt::format("',' or '{}'", close));
      value(out.items.emplace_back(), depth + 1);
      cursor_.skip_space();
      comma = cursor_.take(',');
    }
    return comma;
  }

  void keyword(Literal& out, std::string_view word, Literal::Kind kind, std::int64_t number) {
    if (!cursor_.rest().starts_with(word)) cursor_.fail("True, False, None, a string, an integer or a bracket");
    cursor_.skip(word.size());
    if (cursor_.at_word()) cursor_.fail(fmt::format("the end of the word {}", word));
    out.kind = kind;
    out.integer = number;
  }

  void integer(Literal& out) {
    const auto rest = cursor_.rest();
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), out.integer);
    if (error == std::errc::invalid_argument) cursor_.fail("a string, an integer, True, False, None or a bracket");
    if (error == std::errc::result_out_of_range) cursor_.fail("an integer of 64 bits");
    const std::string_view digits = rest.substr(0, static_cast<std::size_t>(end - rest.data()));
    const auto first = digits.find_first_not_of('-');
    if (digits[first] == '0' && digits.find_first_not_of('0', first) != digits.npos) {
      cursor_.fail("an integer without leading zeros");
    }
    cursor_.skip(digits.size());
    if (long_suffix_) cursor_.take('L');
    if (cursor_.at_word() || cursor_.peek() == '.') cursor_.fail("the end of a decimal integer");
    out.kind = Literal::Kind::integer;
  }

  LiteralCursor cursor_;
  bool long_suffix_;
  int values_ = 0;
};

}  // namespace

std::string_view kind_name(Literal::Kind kind) {
  switch (kind) {
    case Literal::Kind::none:
      return "None";
    case Literal::Kind::boolean:
      return "a bool";
    case Literal::Kind::integer:
      return "an int";
    case Literal::Kind::text:
      return "a string";
    case Literal::Kind::tuple:
      return "a tuple";
    case Literal::Kind::list:
      return "a list";
    case Literal::Kind::dict:
      return "a dict";
  }
  return "a literal";
}

Literal parse_literal(const LiteralText& text) {
  Literal literal;
  Parser(text).document(literal);
  return literal;
}

}  // namespace wick::detail
