// SPDX-License-Identifier: MIT
#include "json_text.hpp"

namespace wick::tools {

std::string json_text(const nlohmann::ordered_json& object) {
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace wick::tools
