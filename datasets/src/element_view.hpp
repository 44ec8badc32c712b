// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>
#include <wick/npy/object_array.hpp>

#include <string_view>

namespace wick::detail {

/// `element_array` without a look at the bytes: bools are as the file has them.
NumpyArray element_view(const ObjectElement& element, std::string_view place);

}  // namespace wick::detail
