// SPDX-License-Identifier: MIT
#pragma once

#include "config_node.hpp"

#include <cstdint>
#include <string>

namespace wick::detail {

// One scalar node as a value of each type. They throw `ConfigError` at the node's place.

std::int64_t read_integer(const ConfigNode& node, std::int64_t min, std::int64_t max);
double read_number(const ConfigNode& node, double min, double max);
bool read_boolean(const ConfigNode& node);
std::string read_string(const ConfigNode& node);
std::int64_t read_bytes(const ConfigNode& node);

}  // namespace wick::detail
