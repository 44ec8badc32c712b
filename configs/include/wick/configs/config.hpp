// SPDX-License-Identifier: MIT
#pragma once

#include <wick/configs/section.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wick {

/// A YAML file with its overrides and environment variables applied.
///
/// Overrides are `key.path=value`, applied in order. The value is YAML: a scalar, `[a, list]`, `{a: mapping}`, or
/// nothing, which unsets the key. Items of lists are named by number: `transforms.data.0.cast=float16`. Keys that the
/// file does not have are added; whether they are known shows when the configuration is read, as for the file's own.
///
/// In scalars, of the file and of overrides, `${NAME}` becomes the environment variable, `${NAME:default}` the default
/// where the variable is not set, and `$${` a literal `${`. A scalar that contains a variable reads as what results,
/// also in quotes: `workers: "${WORKERS:4}"` is a number.
///
/// Stricter than YAML, so that no mistake passes for data: one document, no key twice, no merge keys (`<<`), no tags;
/// and bounded, so that no file can exhaust the reader: 16 MiB, 64 levels, 200,000 values after aliases.
class Config {
 public:
  /// Reads the file at `path`. Throws `ConfigError`.
  static Config load(const std::string& path, const std::vector<std::string>& overrides = {});

  /// The same from text; `name` stands for the path in messages.
  static Config parse(std::string_view text, const std::string& name = "config",
                      const std::vector<std::string>& overrides = {});

  /// The outermost mapping; empty if the file is.
  const Section& root() const noexcept { return root_; }

 private:
  explicit Config(Section root) : root_(std::move(root)) {}

  Section root_;
};

}  // namespace wick
