// SPDX-License-Identifier: MIT
#pragma once

#include <wick/configs/config_error.hpp>

#include <string>

namespace wick::test {

/// The message of the `ConfigError` that `call` throws; "(no error)" if it throws none.
template <typename Call>
std::string message_of(Call call) {
  try {
    call();
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "(no error)";
}

}  // namespace wick::test
