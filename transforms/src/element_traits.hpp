// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/element_type.hpp>

#include <c10/util/BFloat16.h>
#include <c10/util/Half.h>
#include <c10/util/complex.h>

#include <concepts>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace wick::detail {

/// A bool as files hold it: any byte but 0 is true. (A C++ bool of another value than 0 or 1 is undefined behaviour.)
struct Boolean {
  std::uint8_t byte;
};

using Half = c10::Half;
using BFloat16 = c10::BFloat16;
using Complex64 = c10::complex<float>;
using Complex128 = c10::complex<double>;

template <typename T>
concept ReducedFloat = std::same_as<T, Half> || std::same_as<T, BFloat16>;

template <typename T>
concept Complex = std::same_as<T, Complex64> || std::same_as<T, Complex128>;

/// Calls `function(std::type_identity<T>())` with the C++ type of `type`.
template <typename F>
decltype(auto) with_element(ElementType type, F&& function) {
  switch (type) {
    case ElementType::boolean:
      return function(std::type_identity<Boolean>());
    case ElementType::int8:
      return function(std::type_identity<std::int8_t>());
    case ElementType::int16:
      return function(std::type_identity<std::int16_t>());
    case ElementType::int32:
      return function(std::type_identity<std::int32_t>());
    case ElementType::int64:
      return function(std::type_identity<std::int64_t>());
    case ElementType::uint8:
      return function(std::type_identity<std::uint8_t>());
    case ElementType::uint16:
      return function(std::type_identity<std::uint16_t>());
    case ElementType::uint32:
      return function(std::type_identity<std::uint32_t>());
    case ElementType::uint64:
      return function(std::type_identity<std::uint64_t>());
    case ElementType::float16:
      return function(std::type_identity<Half>());
    case ElementType::bfloat16:
      return function(std::type_identity<BFloat16>());
    case ElementType::float32:
      return function(std::type_identity<float>());
    case ElementType::float64:
      return function(std::type_identity<double>());
    case ElementType::complex64:
      return function(std::type_identity<Complex64>());
    case ElementType::complex128:
      break;
  }
  return function(std::type_identity<Complex128>());
}

/// Bytes that travel together when the byte order changes: the element, or one half of a complex one.
inline std::int64_t swap_size(ElementType type) noexcept {
  return is_complex(type) ? element_size(type) / 2 : element_size(type);
}

inline bool is_integer(ElementType type) noexcept { return type >= ElementType::int8 && type <= ElementType::uint64; }

}  // namespace wick::detail
