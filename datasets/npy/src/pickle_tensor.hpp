// SPDX-License-Identifier: MIT
#pragma once

#include "pickle_context.hpp"
#include "pickle_value.hpp"

namespace wick::detail {

/// `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks[, metadata])`; v3 has the dtype before the
/// metadata. A view that leaves its storage, or that shows a few elements as very many, is an `NpyError`.
Value rebuild_tensor(PickleContext& context, const TupleNode& arguments, Global version);

/// `_rebuild_parameter(tensor, requires_grad, hooks)`: the tensor.
Value rebuild_parameter(PickleContext& context, const TupleNode& arguments);

}  // namespace wick::detail
