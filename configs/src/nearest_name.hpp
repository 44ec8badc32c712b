// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wick::detail {

/// Letters to add, drop, change, or swap with their neighbour, to make `b` of `a`.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The known name that `name` was most likely meant to be; empty if none is near.
std::string_view nearest_name(std::string_view name, const std::vector<std::string_view>& known);

/// `; nearest known: batch_size`, or where nothing is near `; known: a, b, c`. Empty without names.
std::string name_hint(std::string_view name, const std::vector<std::string_view>& known);

}  // namespace wick::detail
