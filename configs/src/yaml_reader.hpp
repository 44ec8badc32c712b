// SPDX-License-Identifier: MIT
#pragma once

#include "config_node.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace wick::detail {

/// Reads one YAML document into a tree. `source` names it in messages; with `has_lines` false (overrides) places have
/// no line. Throws `ConfigError`.
std::unique_ptr<ConfigNode> read_yaml(std::string_view text, const std::string& source, bool has_lines = true);

}  // namespace wick::detail
