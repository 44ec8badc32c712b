// SPDX-License-Identifier: MIT
#include <wick/configs/config.hpp>
#include <wick/npy/file.hpp>
#include <wick/npy/npy_error.hpp>

#include "config_node.hpp"
#include "environment.hpp"
#include "override.hpp"
#include "yaml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>

namespace wick {

namespace {

/// One byte more than a configuration may have shows that it is too long.
constexpr std::int64_t most_bytes = (std::int64_t{16} << 20) + 1;

std::string read_text(const std::string& path) {
  try {
    const File file(path);
    std::string text(static_cast<std::size_t>(std::min(file.size(), most_bytes)), '\0');
    const auto bytes = std::as_writable_bytes(std::span(text));
    text.resize(static_cast<std::size_t>(file.read_some_at(0, bytes)));
    return text;
  } catch (const NpyError& error) {
    throw ConfigError(error.what());
  }
}

}  // namespace

Config Config::load(const std::string& path, const std::vector<std::string>& overrides) {
  return parse(read_text(path), path, overrides);
}

Config Config::parse(std::string_view text, const std::string& name, const std::vector<std::string>& overrides) {
  std::shared_ptr<detail::ConfigNode> root = detail::read_yaml(text, name);
  if (root->kind != ValueKind::mapping && root->kind != ValueKind::null)
    root->fail(fmt::format("{}, expected a mapping (name: value)", root->describe()));
  root->kind = ValueKind::mapping;
  for (std::size_t i = 0; i < overrides.size(); ++i) detail::apply_override(*root, overrides[i], i + 1);
  detail::expand_environment(*root);
  return Config(Section(std::move(root)));
}

}  // namespace wick
