// SPDX-License-Identifier: MIT
#include "dtype_code.hpp"

#include "datetime_unit_codes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdint>
#include <limits>

namespace wick::detail {
namespace {

constexpr char native_order = std::endian::native == std::endian::little ? '<' : '>';

// NumPy's `int` of an itemsize. Larger ones wrap around in NumPy 1.
constexpr std::int64_t max_itemsize = std::numeric_limits<std::int32_t>::max();

// Takes a decimal number from the front of `text`. nullopt if there is none or it exceeds an itemsize.
std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t number = 0;
  if (text.empty() || text.front() == '-') return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number > max_itemsize) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool has_number_size(char kind, std::int64_t size) {
  switch (kind) {
    case 'b':
      return size == 1;
    case 'i':
    case 'u':
      return size == 1 || size == 2 || size == 4 || size == 8;
    case 'f':
      return size == 2 || size == 4 || size == 8 || size == 12 || size == 16;
    case 'c':
      return size == 8 || size == 16 || size == 24 || size == 32;
    default:
      return false;
  }
}

Dtype make_dtype(char kind, std::int64_t itemsize, char order, std::int64_t number, std::string_view suffix = {}) {
  Dtype dtype;
  dtype.kind = kind;
  dtype.itemsize = itemsize;
  dtype.byteorder = order;
  dtype.descr.reserve(8);
  dtype.descr += order;
  dtype.descr += kind;
  dtype.descr += fmt::format_int(number).c_str();
  dtype.descr += suffix;
  return dtype;
}

std::optional<Dtype> number_dtype(char kind, char order, std::string_view text) {
  const auto size = take_number(text);
  if (!size || !text.empty() || !has_number_size(kind, *size)) return std::nullopt;
  return make_dtype(kind, *size, *size == 1 ? '|' : order, *size);
}

// `S5`, `V4`, `U3` (characters of 4 bytes). Without a number, of size 0.
std::optional<Dtype> sized_dtype(char kind, char order, std::string_view text) {
  std::optional<std::int64_t> size = 0;
  if (!text.empty()) size = take_number(text);
  const std::int64_t unit = kind == 'U' ? 4 : 1;
  if (!size || !text.empty() || *size > max_itemsize / unit) return std::nullopt;
  return make_dtype(kind, *size * unit, kind == 'U' ? order : '|', *size);
}

// Old files say `O8` or `O4`, the size of a pointer where they were written; it means nothing in a file.
std::optional<Dtype> object_dtype(std::string_view text) {
  if (!text.empty() && text != "8" && text != "4") return std::nullopt;
  Dtype dtype;
  dtype.kind = 'O';
  dtype.itemsize = 8;
  dtype.descr = "|O";
  dtype.has_object = true;
  return dtype;
}

// `M8`, `M8[ns]`, `m8[25us]`.
std::optional<Dtype> time_dtype(char kind, char order, std::string_view text) {
  if (!text.starts_with('8')) return std::nullopt;
  text.remove_prefix(1);
  if (text.empty() || text == "[generic]") return make_dtype(kind, 8, order, 8);
  if (text.size() < 3 || text.front() != '[' || text.back() != ']') return std::nullopt;
  text = text.substr(1, text.size() - 2);
  std::int64_t count = 1;
  if (text.front() >= '0' && text.front() <= '9') {
    const auto number = take_number(text);
    if (!number || *number == 0) return std::nullopt;
    count = *number;
  }
  if (std::find(datetime_codes.begin(), datetime_codes.end(), text) == datetime_codes.end()) return std::nullopt;
  return make_dtype(kind, 8, order, 8, count == 1 ? fmt::format("[{}]", text) : fmt::format("[{}{}]", count, text));
}

}  // namespace

std::optional<Dtype> parse_dtype_code(std::string_view code) {
  char order = native_order;
  if (!code.empty() && std::string_view("<>=|").find(code.front()) != std::string_view::npos) {
    if (code.front() == '<' || code.front() == '>') order = code.front();
    code.remove_prefix(1);
  }
  if (code.empty()) return std::nullopt;
  const char kind = code.front();
  code.remove_prefix(1);
  switch (kind) {
    case 'b':
    case 'i':
    case 'u':
    case 'f':
    case 'c':
      return number_dtype(kind, order, code);
    case 'a':
      return sized_dtype('S', order, code);
    case 'S':
    case 'U':
    case 'V':
      return sized_dtype(kind, order, code);
    case 'O':
      return object_dtype(code);
    case 'M':
    case 'm':
      return time_dtype(kind, order, code);
    default:
      return std::nullopt;
  }
}

}  // namespace wick::detail
