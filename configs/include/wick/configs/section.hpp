// SPDX-License-Identifier: MIT
#pragma once

#include <wick/configs/config_error.hpp>
#include <wick/loader/bytes.hpp>

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wick {

namespace detail {
struct ConfigNode;
}

/// What stands under a key: null is a key without a value (`shuffle:`, `~`). One that an override unset is absent.
enum class ValueKind { absent, null, scalar, list, mapping };

/// A mapping of a configuration, read strictly: what is asked for is checked in type and range, and `finish` refuses
/// what nobody asked for. Cheap to copy; copies share what has been asked for, and keep the whole configuration alive.
///
///     const auto train = config.root().section("train");
///     const auto epochs = train ? train->integer("epochs", 1, 1000).value_or(3) : 3;
///
/// Readers return nullopt if the key is absent, and throw `ConfigError` at the value's place if the value has another
/// type or is out of range. A key without a value is refused where a value is read, as `{batch_size: 16, shuffle}`
/// would otherwise be a silent default; where a section or its list is read it counts as absent, so that all that is in
/// one can be commented out. Thread safety: one thread at a time for all sections of a configuration.
class Section {
 public:
  /// What stands under `key`. Counts as asking for it, as do all readers below.
  ValueKind kind(std::string_view key) const;

  /// Whether `key` is there and not null.
  bool has(std::string_view key) const;

  /// A whole number in decimal digits, from `min` to `max`. `010`, `1_000`, `0x10` and `1e3` are refused.
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t min = std::numeric_limits<std::int64_t>::min(),
                                      std::int64_t max = std::numeric_limits<std::int64_t>::max()) const;

  /// A finite number, from `min` to `max`: `0.5`, `1e-3`, or a fraction of two: `1/255`.
  std::optional<double> number(std::string_view key, double min = std::numeric_limits<double>::lowest(),
                               double max = std::numeric_limits<double>::max()) const;

  /// `true` or `false`. `yes`, `no`, `on` and `off` are refused: YAML readers disagree about them.
  std::optional<bool> boolean(std::string_view key) const;

  /// Text, quoted or not.
  std::optional<std::string> string(std::string_view key) const;

  /// One of these words; the message lists them and names the nearest.
  std::optional<std::string> one_of(std::string_view key, std::initializer_list<std::string_view> words) const;

  /// A size of at least one byte: `512 MiB`, `2GiB`, `1000000`. KiB, MiB, GiB, TiB count by 1024; kB, MB, GB, TB by
  /// 1000.
  std::optional<Bytes> bytes(std::string_view key) const;

  /// A list of scalars, each as above. One scalar counts as a list of one.
  std::optional<std::vector<std::int64_t>> integers(std::string_view key,
                                                    std::int64_t min = std::numeric_limits<std::int64_t>::min(),
                                                    std::int64_t max = std::numeric_limits<std::int64_t>::max()) const;
  std::optional<std::vector<double>> numbers(std::string_view key) const;
  std::optional<std::vector<std::string>> strings(std::string_view key) const;

  /// The mapping under `key`.
  std::optional<Section> section(std::string_view key) const;

  /// The list of mappings under `key`; empty if there is none. In the list a bare word `x`, and `{x: }` without a
  /// value, count as a section whose key `x` is there but reads as absent.
  std::vector<Section> sections(std::string_view key) const;

  /// Whether an override set `key` or something below it. Does not count as asking for it.
  bool is_overridden(std::string_view key) const;

  /// Keys in the order of the file. Does not count as asking for them.
  std::vector<std::string> keys() const;

  /// Passes over `key` and all below it: somebody else's.
  void ignore(std::string_view key) const;

  /// Throws `ConfigError` at the first key, here or below, that nobody asked for, with the nearest name that somebody
  /// did.
  void finish() const;

  /// Throws `ConfigError` at a key that nobody asked for and whose name is near `key`'s, `datset: unknown key; nearest
  /// known: dataset`, unless the file itself has `key`: to be called before saying that `key` is missing.
  void refuse_misspelt(std::string_view key) const;

  /// Throws `ConfigError` at the place of `key` (of the section itself if there is no such key): for checks of your
  /// own. `what` follows the place and the path: `x.yaml:3:9: train.epochs: ` + what. Where an override changed part of
  /// the value, it is named first: `override 1 (train.size.0=2) at x.yaml:3:9: train.size: ` + what.
  [[noreturn]] void fail(std::string_view key, std::string_view what) const;

  /// Where `key`, or the section itself, stands and what its path is: what `fail` puts before its message.
  std::string where(std::string_view key = {}) const;

 private:
  friend class Config;
  explicit Section(std::shared_ptr<detail::ConfigNode> node) : node_(std::move(node)) {}

  // Points into the tree and owns all of it.
  std::shared_ptr<detail::ConfigNode> node_;
};

}  // namespace wick
