// SPDX-License-Identifier: MIT
#include "nearest_name.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace wick::detail {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  // Optimal string alignment: rows i - 2, i - 1 and i of the table.
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::string_view nearest_name(std::string_view name, const std::vector<std::string_view>& known) {
  constexpr std::size_t longest = 64;  // The cost is quadratic; no name of ours is near a longer one.
  std::string_view nearest;
  std::size_t least = std::min<std::size_t>(3, name.size() / 2) + 1;
  for (std::string_view candidate : known) {
    if (name.size() > longest || candidate.size() > longest) continue;
    const std::size_t distance = edit_distance(name, candidate);
    if (distance >= least) continue;
    least = distance;
    nearest = candidate;
  }
  return nearest;
}

std::string name_hint(std::string_view name, const std::vector<std::string_view>& known) {
  if (known.empty()) return {};
  const std::string_view nearest = nearest_name(name, known);
  if (!nearest.empty()) return fmt::format("; nearest known: {}", nearest);
  constexpr std::size_t most = 16;
  const auto end = known.begin() + static_cast<std::ptrdiff_t>(std::min(most, known.size()));
  return fmt::format("; known: {}{}", fmt::join(known.begin(), end, ", "), known.size() > most ? ", ..." : "");
}

}  // namespace wick::detail
