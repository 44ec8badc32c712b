// SPDX-License-Identifier: MIT
#pragma once

#include "pickle_context.hpp"
#include "pickle_value.hpp"

namespace wick::detail {

/// `_reconstruct(ndarray, (0,), b'b')`: an array that gets its state by BUILD.
Value begin_array(PickleContext& context, const TupleNode& arguments);

/// BUILD of an array: `(1, shape, dtype, is_fortran, payload)`. The payload is bytes, in the order of is_fortran; of an
/// object array it is a list, always in C order.
void build_array(PickleContext& context, ArrayNode& array, Value state);

/// `_frombuffer(bytes, dtype, shape, order)` of protocol 5; order 'K' has the order of the axes as a fifth argument.
Value array_from_buffer(PickleContext& context, const TupleNode& arguments);

/// `scalar(dtype, bytes)`: a NumPy scalar, as an array without dimensions.
Value numpy_scalar(PickleContext& context, const TupleNode& arguments);

}  // namespace wick::detail
