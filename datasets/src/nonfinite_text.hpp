// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/nonfinite.hpp>
#include <wick/npy/shape.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace wick::detail {

/// `2 NaN and 1 infinite`.
std::string count_text(const NonFinite& found);

/// Where in an array of this shape the element is that lies `offset` behind the first, if the array is dense in
/// whatever order of its axes; in the unit of the strides.
Shape position_of(std::int64_t offset, const Shape& shape, const std::vector<std::int64_t>& strides);

/// `[1, 2]`; empty for ().
std::string index_text(const Shape& position);

/// `2 NaN of 60 elements, the first at [1, 2]`. The elements lie in C order, or in Fortran order.
std::string nonfinite_text(const NonFinite& found, const Shape& shape, bool fortran_order);

}  // namespace wick::detail
