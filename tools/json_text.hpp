// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace wick::tools {

/// An object on one line, with a newline. JSON must be UTF-8, which paths need not be: other bytes become U+FFFD.
std::string json_text(const nlohmann::ordered_json& object);

}  // namespace wick::tools
