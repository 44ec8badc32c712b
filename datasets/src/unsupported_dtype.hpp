// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>

#include <string>
#include <string_view>

namespace wick::detail {

/// Says that tensors lack this dtype, which they do, and the way out. For messages; the place comes before it. A long
/// descr is cut.
std::string unsupported_dtype(const Dtype& dtype);

/// Says what holds Python objects, which are no bytes to be read, and the way out.
std::string unsupported_objects(const Dtype& dtype);

/// Throws `NpyError` if elements are, or have in them, Python objects.
void refuse_objects(const Dtype& dtype, std::string_view place);

}  // namespace wick::detail
