// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wick {

/// A NumPy dtype: what one element of an array is, by NumPy's own characters.
struct Dtype {
  /// NumPy's `dtype.kind`: `b` bool, `i` int, `u` unsigned, `f` float, `c` complex, `S` bytes, `U` string, `V` void or
  /// structured, `M` datetime64, `m` timedelta64, `O` object.
  char kind = 'V';

  /// Bytes of one element. 0 is legal for `S0`, `V0` and empty structures.
  std::int64_t itemsize = 0;

  /// `<` little-endian, `>` big-endian, `|` where order means nothing.
  char byteorder = '|';

  /// As the file writes it, normalised to NumPy's own spelling: `<f4`, `|u1`, `[('a', '<f4'), ('b', '>i4')]`.
  std::string descr;

  /// A structured dtype: elements have named fields.
  bool structured = false;

  /// NumPy's `dtype.hasobject`: elements are, or contain, Python objects. In a file these are a pickle.
  bool has_object = false;

  /// Elements that NumPy itself computes with: kinds b i u f c in the sizes that every platform has
  /// (bool; 1, 2, 4, 8 byte integers; 2, 4, 8 byte floats; 8, 16 byte complex).
  bool is_numeric() const noexcept;

  /// Byte order is the opposite of this machine's.
  bool is_swapped() const noexcept;

  bool operator==(const Dtype&) const = default;
};

/// The dtype of `code` (`f4`, `u1`, `c16`, ...) in this machine's byte order. For writers.
/// Throws `Error` on a code that is not numeric.
Dtype native_dtype(std::string_view code);

}  // namespace wick
