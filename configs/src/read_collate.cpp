// SPDX-License-Identifier: MIT
#include "read_collate.hpp"

#include "nearest_name.hpp"
#include "required.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wick::detail {

namespace {

// Each makes the collate whose parameters are in `section`; without parameters it has none.
using Parameters = std::optional<Section>;

CollatePtr read_stack(const Parameters&) { return stack(); }

CollatePtr read_cat(const Parameters& section) { return cat(section ? section->integer("dim").value_or(0) : 0); }

CollatePtr read_pad(const Parameters& section) { return pad(section ? section->number("value").value_or(0) : 0); }

CollatePtr read_grid(const Parameters& section) {
  if (!section) return grid();
  constexpr std::int64_t most = 1 << 20;
  const auto columns = section->integer("columns", 1, most);
  return grid(columns, section->integer("padding", 0, most).value_or(2), section->number("value").value_or(0));
}

using Reader = CollatePtr (*)(const Parameters&);

constexpr std::pair<std::string_view, Reader> readers[] = {
    {"stack", read_stack}, {"cat", read_cat}, {"pad", read_pad}, {"grid", read_grid}};

Reader find_reader(const Section& section, std::string_view key, std::string_view name) {
  std::vector<std::string_view> known;
  for (const auto& [known_name, read] : readers) {
    if (known_name == name) return read;
    known.push_back(known_name);
  }
  section.fail(key, fmt::format("unknown collate '{}'{}", name, name_hint(name, known)));
}

}  // namespace

CollatePtr read_collate(const Section& collate, std::string_view field) {
  if (collate.kind(field) != ValueKind::mapping) {
    const std::optional<std::string> name = collate.string(field);
    return name ? find_reader(collate, field, *name)(std::nullopt) : nullptr;
  }
  const Section choice = *collate.section(field);
  const std::vector<std::string> keys = choice.keys();
  if (keys.size() != 1)
    choice.fail({}, fmt::format("a mapping of {} keys, expected one collate: {{pad: {{value: 0}}}}", keys.size()));
  const Reader read = find_reader(choice, keys[0], keys[0]);
  return at_place(choice, keys[0], [&] { return read(choice.section(keys[0])); });
}

}  // namespace wick::detail
