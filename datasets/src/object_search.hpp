// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/object_element.hpp>

#include <string>

namespace wick::detail {

/// Looks for NaN and infinite values in all elements of an object array, at any depth. Empty if there are none, else
/// `2 NaN in 1 of 5 elements, the first at [3][0, 1]`, which is an index in Python.
std::string nonfinite_elements(const ObjectArray& array);

}  // namespace wick::detail
