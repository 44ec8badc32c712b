// SPDX-License-Identifier: MIT
#pragma once

#include "literal.hpp"

#include <cstddef>
#include <string_view>

namespace wick::detail {

/// A place in the text of a literal.
class LiteralCursor {
 public:
  explicit LiteralCursor(const LiteralText& text) noexcept : text_(text) {}

  bool at_end() const noexcept { return position_ == text_.text.size(); }

  /// The byte here; NUL, which begins nothing, at the end.
  char peek() const noexcept { return at_end() ? '\0' : text_.text[position_]; }

  std::string_view rest() const noexcept { return text_.text.substr(position_); }
  LiteralText::Encoding encoding() const noexcept { return text_.encoding; }

  /// Where in the file this is.
  std::int64_t offset() const noexcept { return text_.offset + static_cast<std::int64_t>(position_); }

  /// Moves on by that many bytes, which are there.
  void skip(std::size_t count) noexcept { position_ += count; }

  /// Moves on over white space, as between Python's brackets.
  void skip_space() noexcept {
    while (!at_end() && is_space(text_.text[position_])) ++position_;
  }

  /// Moves on if `character` is here, and returns whether it was.
  bool take(char character) noexcept {
    if (at_end() || text_.text[position_] != character) return false;
    ++position_;
    return true;
  }

  /// Whether the byte here would belong to a name or number that ended before it.
  bool at_word() const noexcept {
    const char c = peek();
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
  }

  /// Throws `NpyError`: `header: expected <expected>, found 'x'`.
  [[noreturn]] void fail(std::string_view expected) const;

  /// Throws `NpyError` about a place in the file.
  [[noreturn]] void fail_at(std::int64_t offset, std::string_view fact) const;

 private:
  static bool is_space(char c) noexcept { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

  const LiteralText& text_;
  std::size_t position_ = 0;
};

}  // namespace wick::detail
