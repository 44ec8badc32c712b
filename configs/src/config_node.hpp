// SPDX-License-Identifier: MIT
#pragma once

#include <wick/configs/section.hpp>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace wick::detail {

/// Where a key or value was written. Lines and columns count from 1; line 0 means the source as a whole (an override).
struct Place {
  std::shared_ptr<const std::string> source;
  int line = 0;
  int column = 0;

  /// `train.yaml:7:15`.
  std::string text() const;

  bool is_override() const { return line == 0; }
};

/// Limits on what one configuration may hold.
inline constexpr int max_depth = 64;
inline constexpr std::size_t max_values = 200'000;
inline constexpr std::size_t max_text_bytes = std::size_t{64} << 20;

/// One value of a configuration; of kind `absent` if its key counts as if it were not there. A node lives in its
/// parent; the root lives in a shared pointer, which every Section shares.
struct ConfigNode {
  ValueKind kind = ValueKind::null;
  Place place;
  ConfigNode* parent = nullptr;

  /// Name in the parent; of a list item its number. Empty in the root.
  std::string key;
  Place key_place;

  /// A scalar's text, and whether quotes made it a string.
  std::string text;
  bool quoted = false;

  /// Of a mapping or a list, in the order of the file; mappings are indexed by key too.
  std::vector<std::unique_ptr<ConfigNode>> children;
  std::map<std::string_view, ConfigNode*> by_key;

  /// What readers asked this mapping for.
  std::set<std::string, std::less<>> asked;

  /// Nobody's business: `finish` does not look below.
  bool ignored = false;

  /// Adds a child; the caller has made sure that the key is new.
  ConfigNode& add(std::unique_ptr<ConfigNode> child);

  ConfigNode* find(std::string_view name) const;

  /// `transforms.data.0.cast`; empty for the root.
  std::string path() const;

  /// The path of a child of that name, whether it exists or not.
  std::string path_of(std::string_view name) const;

  /// Levels above this node.
  int depth() const;

  /// The place of an override that set this value or something below it; null if none did.
  const Place* override_place() const;

  /// What to blame for this value: its place, and before it the override that changed something below it:
  /// `override 1 (data.rows=x.npy) at train.yaml:7:15`.
  std::string blame() const;

  /// What stands here, for messages: `'sixty'`, `the string "5"`, `a list`.
  std::string describe() const;

  /// Throws `ConfigError` at what is to blame for this value.
  [[noreturn]] void fail(std::string_view what) const;
};

}  // namespace wick::detail
