// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>
#include <wick/datasets/source.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace wick::tools {

/// An array in pieces that follow each other in C order, so that it may be larger than memory.
struct ArrayPieces {
  /// The file, or the first of the files. For messages.
  std::string place;

  Dtype dtype;

  /// Of the whole array.
  Shape shape;

  std::int64_t count = 0;

  /// Elements of each piece; the last one may have fewer.
  std::int64_t elements = 0;

  /// Piece `index`, of any byte order, memory order and shape. Throws `NpyError`. Thread safety: any number of threads
  /// at once.
  std::function<NumpyArray(std::int64_t index)> read;

  /// What the pieces are, for people: "files".
  std::string what = "blocks";
};

/// The array in an `.npy` file: of any dtype but objects, in C order, read as it is needed, or in Fortran order, read
/// now. Throws `NpyError`.
ArrayPieces file_pieces(const std::string& path);

/// An array in memory.
ArrayPieces memory_pieces(const NumpyArray& array);

/// The arrays of a source as rows of one array, each row a piece, called `what`. They may differ in dtype and memory
/// order: a row of another shape than the first one throws `NpyError` when it is read. Throws what the source throws.
ArrayPieces row_pieces(const SourcePtr& source, const std::string& what);

}  // namespace wick::tools
