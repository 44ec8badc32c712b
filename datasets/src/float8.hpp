// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>

#include <cstddef>
#include <span>

namespace wick::detail {

/// The dtype is one of the float8 formats of `ml_dtype`.
bool is_float8(const Dtype& dtype) noexcept;

/// Converts numbers of such a dtype to float32, which holds all of them exactly. `to` has room for as many.
///
/// The formats: float8_e4m3fn and float8_e5m2 are E4M3 and E5M2 of the Open Compute Project's "OCP 8-bit Floating Point
/// Specification (OFP8)", 2023; the fnuz variants (finite, no negative zero: 0x80 is NaN; exponents biased by one more)
/// are those of Noune et al., "8-bit Numerical Formats for Deep Neural Networks", 2022, as ONNX has them.
void convert_float8(const Dtype& dtype, std::span<const std::byte> from, std::span<float> to);

}  // namespace wick::detail
