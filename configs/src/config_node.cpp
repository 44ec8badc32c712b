// SPDX-License-Identifier: MIT
#include "config_node.hpp"

#include <fmt/format.h>

namespace wick::detail {

namespace {

std::string shorten(std::string_view text) {
  constexpr std::size_t most = 60;
  std::string shown;
  for (char c : text.substr(0, most)) shown += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return text.size() > most ? shown + "..." : shown;
}

}  // namespace

std::string Place::text() const { return line == 0 ? *source : fmt::format("{}:{}:{}", *source, line, column); }

ConfigNode& ConfigNode::add(std::unique_ptr<ConfigNode> child) {
  child->parent = this;
  if (kind == ValueKind::list) child->key = std::to_string(children.size());
  children.push_back(std::move(child));
  ConfigNode& added = *children.back();
  if (kind == ValueKind::mapping) by_key.emplace(added.key, &added);
  return added;
}

ConfigNode* ConfigNode::find(std::string_view name) const {
  const auto found = by_key.find(name);
  return found == by_key.end() ? nullptr : found->second;
}

std::string ConfigNode::path() const { return parent == nullptr ? std::string() : parent->path_of(key); }

std::string ConfigNode::path_of(std::string_view name) const {
  const std::string own = path();
  return own.empty() ? std::string(name) : fmt::format("{}.{}", own, name);
}

int ConfigNode::depth() const {
  int levels = 0;
  for (const ConfigNode* node = parent; node != nullptr; node = node->parent) ++levels;
  return levels;
}

const Place* ConfigNode::override_place() const {
  if (place.is_override()) return &place;
  for (const auto& child : children)
    if (const Place* found = child->override_place()) return found;
  return nullptr;
}

std::string ConfigNode::blame() const {
  const Place* changed = override_place();
  return changed == nullptr || changed == &place ? place.text()
                                                 : fmt::format("{} at {}", changed->text(), place.text());
}

std::string ConfigNode::describe() const {
  switch (kind) {
    case ValueKind::list:
      return "a list";
    case ValueKind::mapping:
      return "a mapping";
    case ValueKind::scalar:
      return quoted ? fmt::format("the string \"{}\"", shorten(text)) : fmt::format("'{}'", shorten(text));
    default:
      return "nothing";
  }
}

void ConfigNode::fail(std::string_view what) const {
  const std::string name = path();
  throw ConfigError(name.empty() ? fmt::format("{}: {}", blame(), what)
                                 : fmt::format("{}: {}: {}", blame(), name, what));
}

}  // namespace wick::detail
