// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>

#include <string>

namespace wick::detail {

/// Says that tensors lack this dtype, which they have, and the way out where there is one. For messages; the place
/// comes before it. A long descr is cut.
std::string unsupported_dtype(const Dtype& dtype);

}  // namespace wick::detail
