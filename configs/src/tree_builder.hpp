// SPDX-License-Identifier: MIT
#pragma once

#include "config_node.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wick::detail {

/// Makes a tree of yaml-cpp's events. Its own `YAML::Node` would not do: it accepts a key twice, shares the nodes of
/// aliases and loses the places of keys.
class TreeBuilder : public YAML::EventHandler {
 public:
  /// `text` is what the events come from; it must outlive this. Without lines, places are of the source as a whole.
  TreeBuilder(std::string_view text, std::shared_ptr<const std::string> source, bool has_lines)
      : text_(text), source_(std::move(source)), has_lines_(has_lines) {}

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { close(); }

  /// yaml-cpp's marks count from 0.
  Place place(const YAML::Mark& mark) const;

  /// The document; null if the text has none.
  std::unique_ptr<ConfigNode> take();

 private:
  struct Key {
    std::string name;
    Place place;
  };

  bool expects_key() const;
  void take_key(const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& name, bool quoted);
  ConfigNode& add(std::unique_ptr<ConfigNode> node);
  ConfigNode& add(ValueKind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor);
  void open(ValueKind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor);
  void close() { open_.pop_back(); }
  std::unique_ptr<ConfigNode> copy(const ConfigNode& node, int depth, const Place& alias);
  void count(const Place& at, std::size_t text_bytes);
  [[noreturn]] void refuse(const Place& at, std::string_view what) const;

  // Constant after construction.
  std::string_view text_;
  std::shared_ptr<const std::string> source_;
  bool has_lines_;

  std::unique_ptr<ConfigNode> root_;
  std::vector<ConfigNode*> open_;  ///< From the root to the collection that is being filled.
  std::optional<Key> key_;         ///< Read; its value comes next.
  std::map<YAML::anchor_t, ConfigNode*> anchors_;
  std::size_t values_ = 0;
  std::size_t text_bytes_ = 0;
  int documents_ = 0;
};

}  // namespace wick::detail
