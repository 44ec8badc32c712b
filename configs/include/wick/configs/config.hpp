// SPDX-License-Identifier: MIT
#pragma once

#include <wick/configs/config_error.hpp>

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wick {

namespace detail {
struct ConfigNode;
}

/// A part of a configuration, read strictly: what is asked for is checked in type and range, and `finish` refuses what nobody
/// asked for. Cheap to copy; copies share what has been asked for.
class Section {
 public:
  /// Whether `key` is there. Counts as asking for it.
  bool has(std::string_view key) const;

  /// The value of `key`, or nullopt if it is absent or null. Throws `ConfigError` at the value's place when it has another type or is out of range.
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t min = std::numeric_limits<std::int64_t>::min(),
                                      std::int64_t max = std::numeric_limits<std::int64_t>::max()) const;
  std::optional<double> number(std::string_view key, double min = std::numeric_limits<double>::lowest(),
                               double max = std::numeric_limits<double>::max()) const;
  std::optional<bool> boolean(std::string_view key) const;
  std::optional<std::string> string(std::string_view key) const;
  std::optional<std::vector<double>> numbers(std::string_view key) const;
  std::optional<std::vector<std::string>> strings(std::string_view key) const;

  /// The mapping under `key`; nullopt if absent.
  std::optional<Section> section(std::string_view key) const;

  /// Keys in the order of the file.
  std::vector<std::string> keys() const;

  /// Throws `ConfigError` at the first key, here or below, that nobody asked for, with the nearest name that somebody did.
  void finish() const;

  /// Throws `ConfigError` at the place of `key` (of the section itself if empty): for checks of your own.
  [[noreturn]] void fail(std::string_view key, std::string_view what) const;

 private:
  friend class Config;
  friend class NodeReader;
  explicit Section(std::shared_ptr<detail::ConfigNode> node);
  std::shared_ptr<detail::ConfigNode> node_;
};

/// A YAML file with its overrides and environment variables applied.
class Config {
 public:
  /// Reads `path`. `overrides` are `key.path=value`, applied in order; the value is YAML. `${NAME}` and `${NAME:default}` in the file's and the overrides' scalars become
  /// environment variables; `$${` is a literal `${`. Throws `ConfigError`.
  static Config load(const std::string& path, const std::vector<std::string>& overrides = {});

  /// The same from text; `name` stands for the path in messages.
  static Config parse(std::string_view text, const std::string& name = "config", const std::vector<std::string>& overrides = {});

  const Section& root() const noexcept { return root_; }

 private:
  explicit Config(Section root);
  Section root_;
};

}  // namespace wick
