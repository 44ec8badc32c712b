// SPDX-License-Identifier: MIT
#include "override.hpp"

#include "yaml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>
#include <vector>

namespace wick::detail {

namespace {

struct Override {
  std::string source;
  std::vector<std::string> path;
  std::string_view value;
};

Override split(const std::string& text, std::size_t number) {
  Override parts{fmt::format("override {} ({})", number, text), {}, {}};
  const std::size_t equals = text.find('=');
  if (equals == text.npos) throw ConfigError(fmt::format("{}: no '=', expected key.path=value", parts.source));
  parts.value = std::string_view(text).substr(equals + 1);
  for (std::size_t start = 0; start <= equals;) {
    const std::size_t end = std::min(text.find('.', start), equals);
    parts.path.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  if (std::any_of(parts.path.begin(), parts.path.end(), [](const std::string& key) { return key.empty(); }))
    throw ConfigError(fmt::format("{}: an empty key, expected key.path=value", parts.source));
  if (parts.path.size() >= max_depth)
    throw ConfigError(fmt::format("{}: more than {} levels deep", parts.source, max_depth));
  return parts;
}

[[noreturn]] void refuse(const Override& parts, const ConfigNode& at, std::string_view what) {
  const std::string path = at.path();
  throw ConfigError(fmt::format("{}: {}: {}", parts.source, path.empty() ? "the configuration" : path, what));
}

ConfigNode& item(ConfigNode& list, const std::string& key, const Override& parts) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
  if (error != std::errc() || end != key.data() + key.size())
    refuse(parts, list, fmt::format("a list, expected the number of an item instead of '{}'", key));
  if (index >= list.children.size())
    refuse(parts, list, fmt::format("no item {}, the list has {} (they count from 0)", key, list.children.size()));
  return *list.children[index];
}

ConfigNode& child(ConfigNode& node, const std::string& key, const Override& parts, const Place& place) {
  if (node.kind == ValueKind::list) return item(node, key, parts);
  if (node.kind == ValueKind::scalar)
    refuse(parts, node, fmt::format("{}, expected a mapping with '{}'", node.describe(), key));
  node.kind = ValueKind::mapping;
  if (ConfigNode* found = node.find(key)) return *found;
  auto made = std::make_unique<ConfigNode>();
  made->key = key;
  made->place = place;
  made->key_place = place;
  return node.add(std::move(made));
}

}  // namespace

void apply_override(ConfigNode& root, const std::string& text, std::size_t number) {
  const Override parts = split(text, number);
  auto value = read_yaml(parts.value, parts.source, /*has_lines=*/false);
  ConfigNode* node = &root;
  for (const std::string& key : parts.path) node = &child(*node, key, parts, value->place);
  node->kind = value->kind == ValueKind::null ? ValueKind::absent : value->kind;
  node->place = value->place;
  node->key_place = value->place;
  node->text = std::move(value->text);
  node->quoted = value->quoted;
  node->by_key.clear();
  node->children.clear();
  for (auto& below : value->children) node->add(std::move(below));
}

}  // namespace wick::detail
