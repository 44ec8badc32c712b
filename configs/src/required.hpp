// SPDX-License-Identifier: MIT
#pragma once

#include <wick/configs/section.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wick::detail {

/// The value; where there is none, the `ConfigError` that `key` is missing in `section`.
template <typename T>
T required(std::optional<T> value, const Section& section, std::string_view key, std::string_view expected) {
  if (!value) section.fail(key, "missing, expected " + std::string(expected));
  return *std::move(value);
}

/// Runs `make` and puts the place of `key` before the message of an `Error` that it throws.
template <typename Make>
auto at_place(const Section& section, std::string_view key, Make make) {
  try {
    return make();
  } catch (const ConfigError&) {
    throw;
  } catch (const Error& error) {
    section.fail(key, error.what());
  }
}

}  // namespace wick::detail
