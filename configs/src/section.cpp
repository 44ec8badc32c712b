// SPDX-License-Identifier: MIT
#include <wick/configs/section.hpp>

#include "config_node.hpp"
#include "nearest_name.hpp"
#include "scalar.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace wick {

using detail::ConfigNode;

namespace {

/// What stands under `key`, which is noted as asked for; null where there is nothing, or a key without a value.
const ConfigNode* ask(ConfigNode& mapping, std::string_view key) {
  mapping.asked.emplace(key);
  const ConfigNode* found = mapping.find(key);
  return found == nullptr || found->kind == ValueKind::absent || found->kind == ValueKind::null ? nullptr : found;
}

/// The same for values, of which a key must have one.
const ConfigNode* ask_value(ConfigNode& mapping, std::string_view key, std::string_view expected) {
  const ConfigNode* found = mapping.find(key);
  if (found != nullptr && found->kind == ValueKind::null)
    found->fail(fmt::format("no value, expected {}{}", expected, detail::leave_out));
  return ask(mapping, key);
}

/// `read(item)` of every item of a list, or of the one scalar.
template <typename T, typename Read>
std::optional<std::vector<T>> read_list(ConfigNode& mapping, std::string_view key, std::string_view expected,
                                        Read read) {
  const ConfigNode* node = ask_value(mapping, key, expected);
  if (node == nullptr) return std::nullopt;
  if (node->kind == ValueKind::mapping) node->fail(fmt::format("a mapping, expected {}", expected));
  std::vector<T> values;
  if (node->kind == ValueKind::scalar) values.push_back(read(*node));
  for (const auto& child : node->children) values.push_back(read(*child));
  return values;
}

/// Makes a mapping of a bare word, which is its key.
void expand_word(ConfigNode& node) {
  auto word = std::make_unique<ConfigNode>();
  word->kind = ValueKind::absent;
  word->key = std::exchange(node.text, {});
  word->place = node.place;
  word->key_place = node.place;
  node.kind = ValueKind::mapping;
  node.add(std::move(word));
}

}  // namespace

ValueKind Section::kind(std::string_view key) const {
  node_->asked.emplace(key);
  const ConfigNode* found = node_->find(key);
  return found == nullptr ? ValueKind::absent : found->kind;
}

bool Section::has(std::string_view key) const { return ask(*node_, key) != nullptr; }

std::optional<std::int64_t> Section::integer(std::string_view key, std::int64_t min, std::int64_t max) const {
  const ConfigNode* node = ask_value(*node_, key, "an integer");
  return node == nullptr ? std::nullopt : std::optional(detail::read_integer(*node, min, max));
}

std::optional<double> Section::number(std::string_view key, double min, double max) const {
  const ConfigNode* node = ask_value(*node_, key, "a number");
  return node == nullptr ? std::nullopt : std::optional(detail::read_number(*node, min, max));
}

std::optional<bool> Section::boolean(std::string_view key) const {
  const ConfigNode* node = ask_value(*node_, key, "true or false");
  return node == nullptr ? std::nullopt : std::optional(detail::read_boolean(*node));
}

std::optional<std::string> Section::string(std::string_view key) const {
  const ConfigNode* node = ask_value(*node_, key, "text");
  return node == nullptr ? std::nullopt : std::optional(detail::read_string(*node));
}

std::optional<std::string> Section::one_of(std::string_view key, std::initializer_list<std::string_view> words) const {
  const std::string expected = fmt::format("{}", fmt::join(words.begin(), words.end(), ", "));
  const ConfigNode* node = ask_value(*node_, key, expected);
  if (node == nullptr) return std::nullopt;
  const std::string word = detail::read_string(*node);
  if (std::find(words.begin(), words.end(), word) != words.end()) return word;
  const std::string_view nearest = detail::nearest_name(word, words);
  fail(key, fmt::format("'{}', expected {}{}{}", word, expected, nearest.empty() ? "" : "; nearest: ", nearest));
}

std::optional<Bytes> Section::bytes(std::string_view key) const {
  const ConfigNode* node = ask_value(*node_, key, detail::size_text);
  return node == nullptr ? std::nullopt : std::optional(Bytes{detail::read_bytes(*node)});
}

std::optional<std::vector<std::int64_t>> Section::integers(std::string_view key, std::int64_t min,
                                                           std::int64_t max) const {
  return read_list<std::int64_t>(*node_, key, "a list of integers",
                                 [&](const ConfigNode& item) { return detail::read_integer(item, min, max); });
}

std::optional<std::vector<double>> Section::numbers(std::string_view key) const {
  return read_list<double>(*node_, key, "a list of numbers", [](const ConfigNode& item) {
    return detail::read_number(item, std::numeric_limits<double>::lowest(), std::numeric_limits<double>::max());
  });
}

std::optional<std::vector<std::string>> Section::strings(std::string_view key) const {
  return read_list<std::string>(*node_, key, "a list of texts", detail::read_string);
}

std::optional<Section> Section::section(std::string_view key) const {
  const ConfigNode* node = ask(*node_, key);
  if (node == nullptr) return std::nullopt;
  if (node->kind != ValueKind::mapping)
    node->fail(fmt::format("{}, expected a mapping (name: value)", node->describe()));
  return Section(std::shared_ptr<ConfigNode>(node_, node_->find(key)));
}

std::vector<Section> Section::sections(std::string_view key) const {
  const ConfigNode* node = ask(*node_, key);
  if (node == nullptr) return {};
  if (node->kind != ValueKind::list) node->fail(fmt::format("{}, expected a list", node->describe()));
  std::vector<Section> items;
  for (const auto& child : node->children) {
    if (child->kind == ValueKind::scalar) expand_word(*child);
    if (child->children.size() == 1 && child->children[0]->kind == ValueKind::null)
      child->children[0]->kind = ValueKind::absent;
    if (child->kind != ValueKind::mapping)
      child->fail(fmt::format("{}, expected a mapping (name: value)", child->describe()));
    items.push_back(Section(std::shared_ptr<ConfigNode>(node_, child.get())));
  }
  return items;
}

std::vector<std::string> Section::keys() const {
  std::vector<std::string> names;
  for (const auto& child : node_->children) names.push_back(child->key);
  return names;
}

bool Section::is_overridden(std::string_view key) const {
  const ConfigNode* found = node_->find(key);
  return found != nullptr && found->override_place() != nullptr;
}

std::string Section::where(std::string_view key) const {
  const ConfigNode* found = key.empty() ? node_.get() : node_->find(key);
  // What is not there is no override's fault: one that unsets a key leaves it in place, with nothing under it.
  const std::string place = found == nullptr ? node_->place.text() : found->blame();
  const std::string path = key.empty() ? node_->path() : node_->path_of(key);
  return path.empty() ? place : fmt::format("{}: {}", place, path);
}

void Section::fail(std::string_view key, std::string_view what) const {
  throw ConfigError(fmt::format("{}: {}", where(key), what));
}

}  // namespace wick
