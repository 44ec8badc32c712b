// SPDX-License-Identifier: MIT
#include "literal_cursor.hpp"

#include <wick/npy/npy_error.hpp>

#include <fmt/format.h>

#include <string>

namespace wick::detail {
namespace {

std::string describe(char c) {
  const bool printable = c >= 0x20 && c < 0x7F;
  return printable ? fmt::format("{}{}{}", c == '\'' ? '"' : '\'', c, c == '\'' ? '"' : '\'')
                   : fmt::format("byte 0x{:02x}", static_cast<unsigned char>(c));
}

}  // namespace

void LiteralCursor::fail(std::string_view expected) const {
  fail_at(offset(),
          fmt::format("{} expected, found {}", expected, at_end() ? "the end of the header" : describe(peek())));
}

void LiteralCursor::fail_at(std::int64_t offset, std::string_view fact) const {
  throw NpyError(text_.path, offset, fmt::format("header: {}", fact));
}

}  // namespace wick::detail
