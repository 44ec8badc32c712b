// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>
#include <wick/npy/shape.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// A field of a structured dtype, and where it lies in an element of that dtype (a row).
///
/// Example: in `[('id', '|u1'), ('', '|V3'), ('p', [('x', '<f4'), ('y', '<f4')], (3,))]` the field `p.y` is an `<f4` at
/// offset 8, of shape (3,) and strides (8,). The array of shape (100,) has a field `p.y` of shape (100, 3), its strides
/// are 28 and 8 bytes.
struct DtypeField {
  /// As the dtype has it, or as it was asked for: `p.y`.
  std::string name;

  /// NumPy's second name of a field, if it has one. Either finds it.
  std::optional<std::string> title = std::nullopt;

  /// Of one element; never that of a sub-array.
  Dtype dtype;

  /// Bytes between the beginnings of the row and of the field.
  std::int64_t offset = 0;

  /// Of what one row has in this field: () is one element, (2, 3) a sub-array. The array's own extents stand before.
  Shape shape;

  /// Bytes from one element of the sub-array to the next, for each of its dimensions.
  Shape strides;

  /// Whether all its elements stand at multiples of their own size from the beginning of the first row, so that the
  /// field is a strided view counted in elements, as tensors need it. `row_bytes` are from one row to the next: the
  /// dtype's itemsize in a C-contiguous array. Else the field must be copied. The beginning of the first row is for the
  /// caller to check.
  bool is_strided(std::int64_t row_bytes) const noexcept;
};

/// The fields of a structured dtype in the order of their offsets, those of nested structures not among them:
/// `fields_of(field.dtype)` has them. Bytes between fields (nameless ones: `('', '|V3')`) count in offsets and are no
/// fields. Empty for `[]`. With Python objects in it, the file is a pickle and has none of these offsets.
/// Costs as much as to parse the header. `path` serves messages.
///
/// Throws `NpyError` when the dtype is not structured or, made by hand, is nothing that a header could say: fields that
/// overlap the itemsize, occur twice, nest deeper than 32 levels, or have more than `max_dimensions` dimensions.
std::vector<DtypeField> fields_of(const Dtype& dtype, std::string_view path);

/// The field called `name`: its name or title; for a field of a nested structure the names of those around it stand
/// before, with dots between. A field inside of a sub-array has the dimensions of that before its own. Where names have
/// dots themselves, the longest that leads to a field wins: `a.b` is the `<i4` in
/// `[('a', [('b', '<f4')]), ('a.b', '<i4')]`.
/// Throws `NpyError` as `fields_of`, and when there is no such field, with the nearest there is.
DtypeField find_field(const Dtype& dtype, std::string_view name, std::string_view path);

}  // namespace wick
