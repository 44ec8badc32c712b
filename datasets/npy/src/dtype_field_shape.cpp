// SPDX-License-Identifier: MIT
#include "dtype_field_shape.hpp"

#include <wick/npy/npy_error.hpp>

#include "python_repr.hpp"

#include <fmt/format.h>

namespace wick::detail {

void check_field_shape(const DtypeField& field, std::string_view path) {
  if (field.shape.size() > max_dimensions) {
    throw NpyError(path, fmt::format("field {:.60} has {} dimensions: at most {} expected", python_repr(field.name),
                                     field.shape.size(), max_dimensions));
  }
  if (!checked_bytes(field.shape, field.dtype.itemsize)) {
    throw NpyError(path, fmt::format("field {:.60} of shape {} is more than 2**63 - 1 bytes", python_repr(field.name),
                                     to_string(field.shape)));
  }
}

}  // namespace wick::detail
