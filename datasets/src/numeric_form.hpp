// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>
#include <wick/transforms/element_type.hpp>
#include <wick/transforms/strided.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace wick::detail {

/// Whether long doubles may lose the bits that no tensor has room for: only where somebody asked for another dtype.
enum class LongDoubles { refused, as_double };

/// How the bytes of an array are read as the elements of a tensor. The one rule for arrays and for samples:
///
///     b, i, u, f, c   the element type of that name
///     M, m            int64, the counts of the unit
///     S, U            uint8 and int32, the characters' codes; they are one more dimension, the last
///     bfloat16        bfloat16
///     float8          decoded to float32
///     long double     decoded to float64, complex ones to complex128
struct NumericForm {
  ElementType element = ElementType::uint8;

  /// Of what is not decoded: bytes are in the other order than this machine's.
  bool swapped = false;

  /// The bytes are those of no element type, and `decode` makes elements of them.
  bool decoded = false;

  /// Of strings: extent of the last dimension.
  std::optional<std::int64_t> characters = std::nullopt;

  /// Those of the numbers, from those of the array, whose strides are in bytes.
  Shape shape(Shape array) const;
  std::vector<std::int64_t> strides(std::vector<std::int64_t> array) const;

  /// Makes numbers of all bytes of an array of `dtype`, without gaps; `numbers` has room for them and is aligned.
  /// `place` serves messages. Throws `NpyError` for long doubles of other machines.
  void decode(const Dtype& dtype, std::span<const std::byte> bytes, std::byte* numbers, std::string_view place) const;
};

/// nullopt: tensors cannot have these elements. `unsupported_dtype` says why.
std::optional<NumericForm> numeric_form(const Dtype& dtype, LongDoubles long_doubles) noexcept;

/// The numbers of an array whose `form` is not decoded, where they lie. The view holds no reference.
StridedSource numbers_of(const NumpyArray& array, const NumericForm& form);

}  // namespace wick::detail
