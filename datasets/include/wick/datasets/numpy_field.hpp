// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/field.hpp>
#include <wick/datasets/source.hpp>

#include <string>
#include <vector>

namespace wick {

/// One field of structured arrays: array i is `source[i]['name']`, for "p.y" `source[i]['p']['y']`, with the dimensions
/// of sub-arrays last. Of any source: rows, files, members of archives, arrays in memory; their dtypes need not be the
/// same, if all have such a field. `where(i)` is `s.npy[3]['p.y']`.
///
/// A read takes the whole array i from the source, into scratch, and gathers the field from it. The dtype is parsed
/// once and not per sample. `array(i)` is a view of the source's array. Throws `Error` when the source is null; that
/// there is no such field is an `NpyError` of each array, with the nearest there is.
SourcePtr numpy_field(SourcePtr source, std::string name);

/// All fields of structured arrays, as the fields of a data set: those of `[('id', '<i8'), ('p', [('x', '<f4')])]` are
/// named "id" and "p.x".
///
///     NumpyDataset dataset(numpy_fields(npy_rows("s.npy")));
///
/// Array 0 says what they are. Throws `Error` when there is none, or two fields have one name, and `NpyError` when its
/// dtype is not structured.
std::vector<Field> numpy_fields(SourcePtr source);

}  // namespace wick
