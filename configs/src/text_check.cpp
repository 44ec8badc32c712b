// SPDX-License-Identifier: MIT
#include "text_check.hpp"

#include <wick/configs/config_error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace wick::detail {

namespace {

constexpr std::size_t max_bytes = std::size_t{16} << 20;

/// Bytes of the UTF-8 sequence that `lead` begins; 0 if it begins none.
std::size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// Offset of the first byte that is no text; the length if there is none.
std::size_t first_bad_byte(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const bool control = lead < 0x20 && lead != '\t' && lead != '\n' && lead != '\r';
    const std::size_t length = control || lead == 0x7F ? 0 : sequence_length(lead);
    const std::string_view rest = text.substr(i).substr(0, length).substr(length == 0 ? 0 : 1);
    if (length == 0 || rest.size() + 1 != length || !std::all_of(rest.begin(), rest.end(), is_continuation)) return i;
    i += length;
  }
  return text.size();
}

}  // namespace

void check_text(std::string_view text, const std::string& source) {
  if (text.size() > max_bytes)
    throw ConfigError(fmt::format("{}: {} bytes, expected at most {} (16 MiB): not a configuration file?", source,
                                  text.size(), max_bytes));
  const std::size_t bad = first_bad_byte(text);
  if (bad == text.size()) return;
  const std::string_view before = text.substr(0, bad);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t line_start = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
  throw ConfigError(fmt::format("{}:{}:{}: byte 0x{:02x}, expected UTF-8 text: a binary file, or another encoding?",
                                source, line, bad - line_start + 1, static_cast<unsigned char>(text[bad])));
}

}  // namespace wick::detail
