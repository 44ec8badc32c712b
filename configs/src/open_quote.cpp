// SPDX-License-Identifier: MIT
#include "open_quote.hpp"

#include <algorithm>

namespace wick::detail {

namespace {

/// Where the scalar itself begins: yaml-cpp places it at its anchor if it has one.
std::size_t skip_anchor(std::string_view text, std::size_t position) {
  if (text.substr(position, 1) != "&") return position;
  const std::size_t end = std::min(text.find_first_of(" \t\r\n", position), text.size());
  return std::min(text.find_first_not_of(" \t\r\n", end), text.size());
}

}  // namespace

bool has_open_quote(std::string_view text, std::size_t position) {
  // yaml-cpp does not count a byte order mark.
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t start = skip_anchor(text, std::min(position, text.size()));
  if (start == text.size() || (text[start] != '"' && text[start] != '\'')) return false;
  const char quote = text[start];
  for (std::size_t i = start + 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '"' || text.substr(i + 1, 1) != "'") return false;
      ++i;  // Two single quotes are one within.
    }
  }
  return true;
}

}  // namespace wick::detail
