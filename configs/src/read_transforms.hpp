// SPDX-License-Identifier: MIT
#pragma once

#include <wick/configs/section.hpp>
#include <wick/transforms/transform.hpp>

#include <string_view>
#include <vector>

namespace wick::detail {

/// The transforms of one field: the list under its name in the section `transforms`; none if it has none.
std::vector<AnyTransform> read_transforms(const Section& transforms, std::string_view field);

}  // namespace wick::detail
