// SPDX-License-Identifier: MIT
#include <wick/configs/section.hpp>

#include "config_node.hpp"
#include "nearest_name.hpp"

#include <fmt/format.h>

namespace wick {

using detail::ConfigNode;

namespace {

/// The mapping at or below `node` that was asked for `name`; null if none.
const ConfigNode* where_known(const ConfigNode& node, std::string_view name) {
  if (node.kind == ValueKind::mapping && node.asked.contains(name)) return &node;
  for (const auto& child : node.children)
    if (const ConfigNode* found = where_known(*child, name)) return found;
  return nullptr;
}

[[noreturn]] void refuse(const ConfigNode& unknown) {
  const ConfigNode* root = &unknown;
  while (root->parent != nullptr) root = root->parent;
  std::string hint;
  if (const ConfigNode* elsewhere = where_known(*root, unknown.key)) {
    hint = fmt::format("; nearest known: {}", elsewhere->path_of(unknown.key));
  } else {
    const auto& asked = unknown.parent->asked;
    hint = detail::name_hint(unknown.key, std::vector<std::string_view>(asked.begin(), asked.end()));
  }
  throw ConfigError(fmt::format("{}: {}: unknown key{}", unknown.key_place.text(), unknown.path(), hint));
}

void check(const ConfigNode& node) {
  if (node.ignored) return;
  for (const auto& child : node.children) {
    if (node.kind == ValueKind::mapping && !node.asked.contains(child->key)) refuse(*child);
    check(*child);
  }
}

}  // namespace

void Section::refuse_misspelt(std::string_view key) const {
  node_->asked.emplace(key);
  const ConfigNode* found = node_->find(key);
  if (found != nullptr && !found->key_place.is_override()) return;
  for (const auto& child : node_->children)
    if (!node_->asked.contains(child->key) && !detail::nearest_name(child->key, {key}).empty()) refuse(*child);
}

void Section::ignore(std::string_view key) const {
  node_->asked.emplace(key);
  if (ConfigNode* found = node_->find(key)) found->ignored = true;
}

void Section::finish() const { check(*node_); }

}  // namespace wick
