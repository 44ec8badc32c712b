// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string_view>

namespace wick::detail {

/// What NumPy calls the units, in the order of `DatetimeUnit::Base`, all but `generic`, which comes before them there.
inline constexpr std::array<std::string_view, 13> datetime_codes = {"Y",  "M",  "W",  "D",  "h",  "m", "s",
                                                                    "ms", "us", "ns", "ps", "fs", "as"};

}  // namespace wick::detail
