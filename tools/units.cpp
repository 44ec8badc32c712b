// SPDX-License-Identifier: MIT
#include "units.hpp"

#include <fmt/format.h>

#include <cmath>

namespace wick::tools {

namespace {

/// Three significant digits.
std::string digits_text(double value) {
  if (value < 9.995) return fmt::format("{:.2f}", value);
  return value < 99.95 ? fmt::format("{:.1f}", value) : fmt::format("{:.0f}", value);
}

}  // namespace

std::string count_text(std::int64_t count) {
  std::string digits = std::to_string(count);
  const std::size_t first = count < 0 ? 1 : 0;
  for (std::size_t i = digits.size(); i > first + 3; i -= 3) digits.insert(i - 3, 1, ',');
  return digits;
}

std::string counted(std::int64_t count, const std::string& what) {
  return fmt::format("{} {}{}", count_text(count), what, count == 1 ? "" : "s");
}

std::string bytes_text(double bytes) {
  const char* unit = "B";
  for (const char* next : {"KiB", "MiB", "GiB", "TiB", "PiB"}) {
    if (bytes < 1000) break;
    bytes /= 1024;
    unit = next;
  }
  return fmt::format("{} {}", unit[1] == '\0' ? fmt::format("{:.0f}", bytes) : digits_text(bytes), unit);
}

std::string seconds_text(double seconds) {
  if (seconds < 0.9995e-3) return fmt::format("{} us", digits_text(seconds * 1e6));
  return seconds < 0.9995 ? fmt::format("{} ms", digits_text(seconds * 1e3))
                          : fmt::format("{} s", digits_text(seconds));
}

}  // namespace wick::tools
