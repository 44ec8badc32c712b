// SPDX-License-Identifier: MIT
#include "dtype_field_hint.hpp"

#include "python_repr.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace wick::detail {
namespace {

// Letters to add, drop or change to make `b` of `a` (Levenshtein), by the rows of the table.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

// nullptr if no name is so near that it may have been meant.
const DtypeField* nearest_field(std::string_view name, std::span<const DtypeField> fields) {
  constexpr std::size_t longest = 64;  // The cost is quadratic.
  constexpr std::size_t most = 1000;
  const DtypeField* nearest = nullptr;
  std::size_t least = std::min<std::size_t>(3, name.size() / 2) + 1;
  for (const DtypeField& field : fields.first(std::min(most, fields.size()))) {
    if (name.size() > longest || field.name.size() > longest) continue;
    const auto distance = edit_distance(name, field.name);
    if (distance >= least) continue;
    least = distance;
    nearest = &field;
  }
  return nearest;
}

}  // namespace

std::string field_hint(std::string_view name, std::span<const DtypeField> fields) {
  if (fields.empty()) return "; it has no fields at all";
  if (const DtypeField* nearest = nearest_field(name, fields)) {
    return fmt::format("; nearest: {}", python_repr(nearest->name));
  }
  constexpr std::size_t most = 8;
  std::string hint = "; there are: ";
  for (std::size_t i = 0; i < std::min(most, fields.size()); ++i) {
    hint += fmt::format("{}{:.60}", i == 0 ? "" : ", ", python_repr(fields[i].name));
  }
  return fields.size() > most ? hint + ", ..." : hint;
}

}  // namespace wick::detail
