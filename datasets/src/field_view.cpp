// SPDX-License-Identifier: MIT
#include "field_view.hpp"

#include <wick/npy/npy_error.hpp>

#include <fmt/format.h>

#include <utility>

namespace wick::detail {

NumpyArray field_view(const NumpyArray& array, const DtypeField& field) {
  Shape shape = array.shape();
  shape.insert(shape.end(), field.shape.begin(), field.shape.end());
  auto strides = array.strides();
  strides.insert(strides.end(), field.strides.begin(), field.strides.end());
  const auto& origin = array.origin();
  const auto place = fmt::format("{}['{:.60}']", origin.empty() ? "array" : origin, field.name);
  if (shape.size() > max_dimensions) {
    throw NpyError(place, fmt::format("{} dimensions, those of the array and of the field: at most {} expected",
                                      shape.size(), max_dimensions));
  }
  std::byte* data = array.size() == 0 ? array.data() : array.data() + field.offset;
  return NumpyArray(field.dtype, std::move(shape), std::move(strides), data, array.owner(),
                    origin.empty() ? origin : place);
}

}  // namespace wick::detail
