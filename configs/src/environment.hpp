// SPDX-License-Identifier: MIT
#pragma once

#include "config_node.hpp"

namespace wick::detail {

/// Replaces `${NAME}` and `${NAME:default}` in all scalars at and below `node`, and `$${` by `${`. Values are not
/// expanded again. Throws `ConfigError` at the scalar's place.
void expand_environment(ConfigNode& node);

}  // namespace wick::detail
