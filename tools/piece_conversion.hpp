// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>
#include <wick/transforms/elementwise.hpp>

#include "array_pieces.hpp"
#include "convert.hpp"

#include <c10/core/ScalarType.h>

#include <optional>
#include <string>

namespace wick::tools {

/// What becomes of each piece of an array: one field of it, seen as another dtype, cast, and in any case in C order
/// and this machine's byte order. Thread safety: constant after construction.
class PieceConversion {
 public:
  /// Throws `ConfigError`.
  explicit PieceConversion(const ConvertArguments& arguments);

  /// Throws `NpyError` at a field that is not there, at dtypes that cannot be what is wanted, and at values that do not
  /// fit.
  NumpyArray run(const NumpyArray& piece) const;

  /// What of the piece is converted: the field, seen as the other dtype.
  NumpyArray picked(const NumpyArray& piece) const;

 private:
  // Constant after construction.
  std::optional<std::string> field_;
  std::optional<Dtype> view_;
  std::optional<at::ScalarType> cast_;
  OutOfRange out_of_range_;
};

/// The array of the converted pieces. What `conversion` refuses whatever the values is thrown here, before anything is
/// read.
ArrayPieces converted(const ArrayPieces& pieces, const PieceConversion& conversion);

}  // namespace wick::tools
