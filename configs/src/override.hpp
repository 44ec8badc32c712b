// SPDX-License-Identifier: MIT
#pragma once

#include "config_node.hpp"

#include <string>

namespace wick::detail {

/// Sets the value that `text` (`key.path=value`) names, adding mappings on the way where there are none. `number`
/// counts from 1 and serves messages. Throws `ConfigError`.
void apply_override(ConfigNode& root, const std::string& text, std::size_t number);

}  // namespace wick::detail
