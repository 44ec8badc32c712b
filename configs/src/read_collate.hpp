// SPDX-License-Identifier: MIT
#pragma once

#include <wick/configs/section.hpp>
#include <wick/loader/collate.hpp>

#include <string_view>

namespace wick::detail {

/// The collate of one field in the section `collate`; null if it has none.
CollatePtr read_collate(const Section& collate, std::string_view field);

}  // namespace wick::detail
