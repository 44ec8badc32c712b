// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>

#include <cstddef>
#include <span>
#include <string_view>

namespace wick {

/// NumPy's longdouble and clongdouble as x86 writes them: the x87's 80 bits in 16 bytes (`<f16`, `<c32`), or in 12 on
/// machines of 32 bits (`<f12`, `<c24`), in either byte order.
bool is_long_double(const Dtype& dtype) noexcept;

/// Converts long doubles to doubles, each rounded to the nearest as the processor does it: beyond the range it is
/// infinite, NaN stays NaN. `from` has the numbers of `dtype`, aligned or not; a complex number is two. `to` has room
/// for all of them. The 6 bytes (of `f12`: 2) beside the 80 bits have any content and are not looked at. Some 10 ns a
/// number.
///
/// A file does not tell which machine wrote it, and others write `<f16` in the 128 bits of IEEE 754 (aarch64) or as a
/// pair of doubles (ppc64le). What an x87 never makes is refused, which is about every second of their numbers of many
/// digits; but those of few digits, such as whole numbers, cannot be told from zeros. So nobody should convert who does
/// not know that the file is from an x86; who has other files converts them where they came from.
///
/// Throws `NpyError` at such a number, at another dtype, when the sizes do not fit, and where the processor has no x87
/// or the compiler no such `long double`. `path` serves messages.
void convert_long_double(const Dtype& dtype, std::span<const std::byte> from, std::span<double> to,
                         std::string_view path);

}  // namespace wick
