// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/nonfinite.hpp>
#include <wick/npy/shape.hpp>

#include <string>

namespace wick::detail {

/// `2 NaN and 1 infinite`.
std::string count_text(const NonFinite& found);

/// `2 NaN of 60 elements, the first at [1, 2]`. The elements lie in C order, or in Fortran order.
std::string nonfinite_text(const NonFinite& found, const Shape& shape, bool fortran_order);

}  // namespace wick::detail
