// SPDX-License-Identifier: MIT
#pragma once

// Arrays of every element type for the tests of conversions, and torch's opinion of them.

#include <wick/transforms/conversion.hpp>
#include <wick/transforms/sample_random.hpp>

#include <ATen/core/Tensor.h>

#include <array>
#include <cstddef>
#include <vector>

namespace arrays {

using Bytes = std::vector<std::byte>;
using Shape = std::vector<std::int64_t>;

inline constexpr std::array all_types = {
    wick::ElementType::boolean, wick::ElementType::int8,      wick::ElementType::int16,      wick::ElementType::int32,
    wick::ElementType::int64,   wick::ElementType::uint8,     wick::ElementType::uint16,     wick::ElementType::uint32,
    wick::ElementType::uint64,  wick::ElementType::float16,   wick::ElementType::bfloat16,   wick::ElementType::float32,
    wick::ElementType::float64, wick::ElementType::complex64, wick::ElementType::complex128,
};

/// Elements of `from` that are defined when torch casts them to `to`: edges first, then numbers of all magnitudes.
Bytes elements(wick::ElementType from, wick::ElementType to, std::int64_t count);

/// The same bytes with each element (each half of a complex one) turned round.
Bytes swapped(wick::ElementType type, Bytes bytes);

/// A contiguous tensor of these elements, of dtype `tensor_type(type)`, made element by element.
at::Tensor tensor_of(wick::ElementType type, const Bytes& bytes, const Shape& shape);

/// A view of contiguous bytes.
wick::StridedSource view_of(wick::ElementType type, const Bytes& bytes, const Shape& shape);

/// The result of the conversion in a new contiguous tensor.
at::Tensor convert(const wick::StridedSource& source, const std::vector<wick::ElementwiseStep>& steps);

/// Whether dtype, shape and all elements' bits are equal; any NaN equals any other.
bool identical(const at::Tensor& a, const at::Tensor& b);

}  // namespace arrays
