// SPDX-License-Identifier: MIT
#pragma once

#include "pickle_context.hpp"
#include "pickle_value.hpp"

namespace wick::detail {

/// What REDUCE of a known callable and its arguments gives. Acts out those callables of `Global` that make arrays,
/// dtypes, tensors, bytes, complex numbers and empty dicts. Throws `NpyError` for anything else, and for arguments that
/// are not as NumPy, torch or Python write them.
Value reduce(PickleContext& context, Value callable, Value arguments);

}  // namespace wick::detail
