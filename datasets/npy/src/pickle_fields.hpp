// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>

#include "pickle_context.hpp"
#include "pickle_value.hpp"

#include <cstdint>

namespace wick::detail {

/// The structured dtype of names (a tuple) and fields (a dict of name to `(dtype, offset[, title])`) that is `itemsize`
/// bytes long. Bytes between fields become nameless fields, as NumPy's `dtype.descr` has them.
Dtype structured_dtype(PickleContext& context, Value names, Value fields, std::int64_t itemsize);

/// A dtype node, of which something is made now, as one element: a sub-array is what `descr` calls a tuple.
Dtype element_dtype(PickleContext& context, Value dtype);

}  // namespace wick::detail
