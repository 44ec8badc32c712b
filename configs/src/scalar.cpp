// SPDX-License-Identifier: MIT
#include "scalar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

namespace wick::detail {

namespace {

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// from_chars knows no plus sign.
std::string_view without_plus(std::string_view text) {
  const bool plus = text.size() > 1 && text[0] == '+' && text[1] != '-';
  return text.substr(plus ? 1 : 0);
}

void require_plain_scalar(const ConfigNode& node, std::string_view expected) {
  if (node.kind != ValueKind::scalar) node.fail(fmt::format("{}, expected {}", node.describe(), expected));
  if (node.quoted) node.fail(fmt::format("{}, expected {}: without quotes", node.describe(), expected));
}

template <typename T>
std::string range_text(T min, T max) {
  const bool from = min != std::numeric_limits<T>::lowest();
  const bool to = max != std::numeric_limits<T>::max();
  if (from && to) return fmt::format("{} to {}", min, max);
  return from ? fmt::format("at least {}", min) : fmt::format("at most {}", max);
}

/// What to write instead of a number that other readers of YAML, or of C, accept; empty if nothing comes to mind.
std::string integer_hint(std::string_view text) {
  const std::string sign = text.substr(0, 1) == "-" ? "-" : "";
  const std::string_view digits = text.substr(sign.size());
  if (all_digits(digits))
    return fmt::format(" (octal to some readers): write {}{}", sign,
                       digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1)));
  std::string without;
  std::copy_if(digits.begin(), digits.end(), std::back_inserter(without), [](char c) { return c != '_' && c != ','; });
  if (without.size() != digits.size() && all_digits(without)) return fmt::format(": write {}{}", sign, without);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && std::trunc(value) == value && std::abs(value) < 1e15)
    return fmt::format(": write {:.0f}", value);
  return {};
}

std::optional<std::int64_t> parse_digits(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// `text`, a part of the node's or all of it.
double parse_decimal(const ConfigNode& node, std::string_view text) {
  text = without_plus(text);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range)
    node.fail(fmt::format("{}, expected a number that a double holds", node.describe()));
  if (text == ".inf" || text == "-.inf" || text == ".nan")
    node.fail(fmt::format("{}, expected a finite number", node.describe()));
  if (error != std::errc() || end != text.data() + text.size())
    node.fail(fmt::format("{}, expected a number", node.describe()));
  if (!std::isfinite(value)) node.fail(fmt::format("{}, expected a finite number", node.describe()));
  return value;
}

/// `1/255`. Of numbers that a double holds exactly the quotient is rounded once, as a decimal is.
double parse_fraction(const ConfigNode& node, std::string_view text, std::size_t slash) {
  const double above = parse_decimal(node, text.substr(0, slash)), below = parse_decimal(node, text.substr(slash + 1));
  if (below == 0) node.fail(fmt::format("{}, expected a number: division by zero", node.describe()));
  const double value = above / below;
  if (!std::isfinite(value) || (value == 0 && above != 0))
    node.fail(fmt::format("{}, expected a number that a double holds", node.describe()));
  return value;
}

/// `: write 1/255` for `1 / 255`.
std::string fraction_hint(std::string_view text) {
  std::string without;
  std::copy_if(text.begin(), text.end(), std::back_inserter(without), [](char c) { return c != ' '; });
  return fmt::format(": write {}", without);
}

/// Bytes of a unit; 0 if there is no such unit.
std::int64_t unit_bytes(std::string_view unit) {
  constexpr std::pair<std::string_view, std::int64_t> units[] = {{"", 1},
                                                                 {"B", 1},
                                                                 {"KiB", 1LL << 10},
                                                                 {"MiB", 1LL << 20},
                                                                 {"GiB", 1LL << 30},
                                                                 {"TiB", 1LL << 40},
                                                                 {"kB", 1'000},
                                                                 {"KB", 1'000},
                                                                 {"MB", 1'000'000},
                                                                 {"GB", 1'000'000'000},
                                                                 {"TB", 1'000'000'000'000}};
  for (const auto& [name, bytes] : units)
    if (name == unit) return bytes;
  return 0;
}

}  // namespace

std::int64_t read_integer(const ConfigNode& node, std::int64_t min, std::int64_t max) {
  require_plain_scalar(node, "an integer");
  const std::string_view text = without_plus(node.text);
  const std::string_view digits = text.substr(text.substr(0, 1) == "-" ? 1 : 0);
  if (!all_digits(digits) || (digits.size() > 1 && digits[0] == '0'))
    node.fail(fmt::format("{}, expected an integer in decimal digits{}", node.describe(), integer_hint(text)));
  const std::optional<std::int64_t> value = parse_digits(text);
  const bool has_bound = text[0] == '-' ? min != std::numeric_limits<std::int64_t>::min()
                                        : max != std::numeric_limits<std::int64_t>::max();
  if (!value && !has_bound) node.fail(fmt::format("{}, expected {} to {}", text, min, max));
  if (!value || *value < min || *value > max) node.fail(fmt::format("{}, expected {}", text, range_text(min, max)));
  return *value;
}

double read_number(const ConfigNode& node, double min, double max) {
  require_plain_scalar(node, "a number");
  const std::string_view text = without_plus(node.text);
  if (text.find(" / ") != text.npos)
    node.fail(fmt::format("{}, expected a number{}", node.describe(), fraction_hint(text)));
  const std::size_t slash = text.find('/');
  const double value = slash == text.npos ? parse_decimal(node, text) : parse_fraction(node, text, slash);
  if (value < min || value > max) node.fail(fmt::format("{}, expected {}", text, range_text(min, max)));
  return value;
}

bool read_boolean(const ConfigNode& node) {
  require_plain_scalar(node, "true or false");
  if (node.text == "true") return true;
  if (node.text == "false") return false;
  std::string lower = node.text;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  std::string_view hint;
  for (std::string_view word : {"true", "yes", "on", "y"})
    if (lower == word) hint = ": write true";
  for (std::string_view word : {"false", "no", "off", "n"})
    if (lower == word) hint = ": write false";
  node.fail(fmt::format("{}, expected true or false{}", node.describe(), hint));
}

std::string read_string(const ConfigNode& node) {
  if (node.kind != ValueKind::scalar) node.fail(fmt::format("{}, expected text", node.describe()));
  return node.text;
}

std::int64_t read_bytes(const ConfigNode& node) {
  require_plain_scalar(node, size_text);
  const std::string_view text = node.text;
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::size_t unit = std::min(text.find_first_not_of(' ', digits), text.size());
  const std::int64_t factor = unit_bytes(text.substr(unit));
  const std::optional<std::int64_t> count = parse_digits(text.substr(0, digits));
  if (digits == 0 || factor == 0) node.fail(fmt::format("{}, expected {}", node.describe(), size_text));
  if (!count || *count > std::numeric_limits<std::int64_t>::max() / factor)
    node.fail(fmt::format("{}, expected fewer than 2**63 bytes", node.describe()));
  if (*count == 0) node.fail(fmt::format("{}, expected at least 1 byte", node.describe()));
  return *count * factor;
}

}  // namespace wick::detail
