// SPDX-License-Identifier: MIT
#pragma once

#include "pickle_context.hpp"
#include "pickle_value.hpp"

namespace wick::detail {

/// BUILD: sets the state of an array or a dtype that is already in the memo, or in other values. Throws `NpyError` for
/// any other object, and for a second state.
void build(PickleContext& context, Value object, Value state);

}  // namespace wick::detail
