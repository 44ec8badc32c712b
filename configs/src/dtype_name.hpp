// SPDX-License-Identifier: MIT
#pragma once

#include <wick/configs/section.hpp>

#include <c10/core/ScalarType.h>

#include <optional>
#include <string_view>

namespace wick::detail {

/// The dtype under `key` by NumPy's or torch's name: `float32`, `float`, `half`, `uint8`, `long`.
std::optional<at::ScalarType> read_dtype(const Section& section, std::string_view key);

}  // namespace wick::detail
