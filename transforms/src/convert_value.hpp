// SPDX-License-Identifier: MIT
#pragma once

#include "element_traits.hpp"

#include <cmath>

namespace wick::detail {

// What follows converts as torch does wherever torch is defined (`c10::convert`), and without undefined behaviour
// elsewhere.

/// The whole number that is left of `value` after truncation, modulo 2**64; 0 for NaN and the infinities.
inline std::uint64_t wrap_large(double value) noexcept {
  if (!std::isfinite(value)) return 0;
  const double low = std::fmod(std::trunc(value), 0x1p64);
  return low < 0 ? 0 - static_cast<std::uint64_t>(-low) : static_cast<std::uint64_t>(low);
}

/// Truncates toward zero, then keeps the low bits.
template <std::integral D, std::floating_point S>
D wrap_to_integer(S value) noexcept {
  if (value > S{-0x1p63} && value < S{0x1p63}) return static_cast<D>(static_cast<std::int64_t>(value));
  return static_cast<D>(wrap_large(value));
}

/// The value as type `D`, out of range as `OutOfRange::wrap` says.
template <typename D, typename S>
D convert_value(S value) noexcept {
  if constexpr (std::same_as<D, S>) {
    return value;
  } else if constexpr (std::same_as<S, Boolean>) {
    return convert_value<D>(static_cast<std::uint8_t>(value.byte != 0));
  } else if constexpr (ReducedFloat<S>) {
    return convert_value<D>(static_cast<float>(value));
  } else if constexpr (Complex<S> && Complex<D>) {
    return D(value.real(), value.imag());
  } else if constexpr (Complex<S> && std::same_as<D, Boolean>) {
    return Boolean{value.real() != 0 || value.imag() != 0};
  } else if constexpr (Complex<S>) {
    return convert_value<D>(value.real());
  } else if constexpr (std::same_as<D, Boolean>) {
    return Boolean{value != 0};
  } else if constexpr (Complex<D>) {
    return D(convert_value<typename D::value_type>(value), 0);
  } else if constexpr (ReducedFloat<D>) {
    return D(static_cast<float>(value));
  } else if constexpr (std::floating_point<S> && std::integral<D>) {
    return wrap_to_integer<D>(value);
  } else {
    return static_cast<D>(value);
  }
}

}  // namespace wick::detail
