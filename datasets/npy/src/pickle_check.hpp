// SPDX-License-Identifier: MIT
#pragma once

#include "pickle_context.hpp"
#include "pickle_value.hpp"

namespace wick::detail {

/// Checks what a pickle made before anyone walks through it: all elements, at all levels, are of kinds that users may
/// see; arrays have their states; nesting is not deeper than the limit (so nothing contains itself); and visiting all
/// elements is no more work than the limit says, though shared elements let a small pickle stand for a huge tree.
void check_elements(PickleContext& context, Value root);

}  // namespace wick::detail
