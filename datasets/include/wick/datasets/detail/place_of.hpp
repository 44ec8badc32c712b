// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/source.hpp>

#include <cstdint>
#include <string>

namespace wick::detail {

/// `source.where(index)` for messages and statistics, isolated as all user code is. Never throws what the source
/// throws: the place is then `place unknown: <what it threw>`.
std::string place_of(const Source& source, std::int64_t index);

}  // namespace wick::detail
