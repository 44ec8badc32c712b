// SPDX-License-Identifier: MIT
#include "tree_builder.hpp"

#include "open_quote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace wick::detail {

namespace {

// yaml-cpp's names for "no tag": of plain and of quoted scalars.
constexpr std::string_view plain_tag = "?";
constexpr std::string_view quoted_tag = "!";

}  // namespace

Place TreeBuilder::place(const YAML::Mark& mark) const {
  return has_lines_ && !mark.is_null() ? Place{source_, mark.line + 1, mark.column + 1} : Place{source_};
}

std::unique_ptr<ConfigNode> TreeBuilder::take() {
  if (root_ == nullptr) {
    root_ = std::make_unique<ConfigNode>();
    root_->place = has_lines_ ? Place{source_, 1, 1} : Place{source_};
  }
  return std::move(root_);
}

void TreeBuilder::refuse(const Place& at, std::string_view what) const {
  std::string path = open_.empty() ? std::string() : open_.back()->path();
  if (!path.empty()) path += ": ";
  throw ConfigError(fmt::format("{}: {}{}", at.text(), path, what));
}

void TreeBuilder::OnDocumentStart(const YAML::Mark& mark) {
  if (++documents_ > 1) refuse(place(mark), "a second document begins, expected one (without '---' inside)");
}

bool TreeBuilder::expects_key() const { return !open_.empty() && open_.back()->kind == ValueKind::mapping && !key_; }

void TreeBuilder::take_key(const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& name, bool quoted) {
  const Place at = place(mark);
  if (anchor != 0) refuse(at, "an anchor on a key, expected on a value");
  if (name == "<<" && !quoted) refuse(at, "'<<': merge keys are not supported, write the keys out");
  if (name.empty()) refuse(at, "an empty key, expected a name");
  if (const ConfigNode* first = open_.back()->find(name))
    throw ConfigError(fmt::format("{}: {}: key twice in one mapping; the first is at {}", at.text(),
                                  open_.back()->path_of(name), first->key_place.text()));
  key_ = Key{name, at};
}

void TreeBuilder::count(const Place& at, std::size_t text_bytes) {
  text_bytes_ += text_bytes;
  if (++values_ > max_values || text_bytes_ > max_text_bytes)
    refuse(at, fmt::format("more than {} values (aliases count as often as they are used) or {} MiB of text",
                           max_values, max_text_bytes >> 20));
}

ConfigNode& TreeBuilder::add(std::unique_ptr<ConfigNode> node) {
  if (open_.empty()) {
    root_ = std::move(node);
    return *root_;
  }
  if (key_) {
    node->key = std::move(key_->name);
    node->key_place = std::move(key_->place);
    // yaml-cpp marks a missing value at whatever comes after it.
    if (node->kind == ValueKind::null) node->place = node->key_place;
    key_.reset();
  }
  return open_.back()->add(std::move(node));
}

ConfigNode& TreeBuilder::add(ValueKind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
  const Place at = place(mark);
  if (!tag.empty() && tag != plain_tag && tag != quoted_tag)
    refuse(at, fmt::format("tag '{}': tags are not supported, leave it out", tag));
  count(at, 0);
  auto node = std::make_unique<ConfigNode>();
  node->kind = kind;
  node->place = at;
  ConfigNode& added = add(std::move(node));
  if (anchor != 0) anchors_[anchor] = &added;
  return added;
}

void TreeBuilder::open(ValueKind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
  const Place at = place(mark);
  if (expects_key()) refuse(at, "a list or mapping as a key, expected a name (or is a bracket not closed?)");
  // Also what keeps yaml-cpp's recursion, and ours, off the end of the stack.
  if (open_.size() >= max_depth) refuse(at, fmt::format("nested more than {} levels deep", max_depth));
  open_.push_back(&add(kind, mark, tag, anchor));
}

void TreeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value) {
  open(ValueKind::list, mark, tag, anchor);
}

void TreeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value) {
  open(ValueKind::mapping, mark, tag, anchor);
}

void TreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  if (expects_key()) refuse(place(mark), "a key is missing, expected 'name: value'");
  add(ValueKind::null, mark, {}, anchor);
}

void TreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  if (tag == quoted_tag && has_open_quote(text_, static_cast<std::size_t>(mark.pos)))
    refuse(place(mark), "a quote that is not closed");
  if (expects_key()) return take_key(mark, anchor, value, tag == quoted_tag);
  count(place(mark), value.size());
  ConfigNode& node = add(ValueKind::scalar, mark, tag, anchor);
  node.text = value;
  node.quoted = tag == quoted_tag;
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const Place at = place(mark);
  if (expects_key()) refuse(at, "an alias as a key, expected a name");
  const auto found = anchors_.find(anchor);
  if (found == anchors_.end()) refuse(at, "an alias of nothing");
  if (std::find(open_.begin(), open_.end(), found->second) != open_.end())
    refuse(at, "an alias inside of the value that it stands for");
  add(copy(*found->second, static_cast<int>(open_.size()), at));
}

std::unique_ptr<ConfigNode> TreeBuilder::copy(const ConfigNode& node, int depth, const Place& alias) {
  count(alias, node.text.size() + node.key.size());
  if (depth > max_depth) refuse(alias, fmt::format("nested more than {} levels deep", max_depth));
  auto made = std::make_unique<ConfigNode>();
  made->kind = node.kind;
  made->place = node.place;
  made->key = node.key;
  made->key_place = node.key_place;
  made->text = node.text;
  made->quoted = node.quoted;
  for (const auto& child : node.children) made->add(copy(*child, depth + 1, alias));
  return made;
}

}  // namespace wick::detail
