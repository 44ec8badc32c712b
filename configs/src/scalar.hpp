// SPDX-License-Identifier: MIT
#pragma once

#include "config_node.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace wick::detail {

/// What a size is, for messages.
inline constexpr std::string_view size_text = "a size: 1000000, 512 MiB, 2GiB";

/// How messages about keys without a value end.
inline constexpr std::string_view leave_out = "; or leave the key out";

// One scalar node as a value of each type. They throw `ConfigError` at the node's place.

std::int64_t read_integer(const ConfigNode& node, std::int64_t min, std::int64_t max);
double read_number(const ConfigNode& node, double min, double max);
bool read_boolean(const ConfigNode& node);
std::string read_string(const ConfigNode& node);
std::int64_t read_bytes(const ConfigNode& node);

}  // namespace wick::detail
