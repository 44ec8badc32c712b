// SPDX-License-Identifier: MIT
#include "cast_kernels.hpp"

#include "convert_value.hpp"
#include "half_kernels.hpp"
#include "vectorised.hpp"

#include <algorithm>

namespace wick::detail {
namespace {

template <typename S, typename D>
WICK_VECTORISED void cast_elements(const S* __restrict in, D* __restrict out, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) out[i] = convert_value<D>(in[i]);
}

template <std::floating_point S>
WICK_VECTORISED bool all_fit_int32(const S* in, std::int64_t count) {
  bool fit = true;
  for (std::int64_t i = 0; i < count; ++i) fit &= in[i] > S{-0x1p31} && in[i] < S{0x1p31};
  return fit;
}

template <std::floating_point S, std::integral D>
WICK_VECTORISED void truncate_elements(const S* __restrict in, D* __restrict out, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) out[i] = static_cast<D>(static_cast<std::int32_t>(in[i]));
}

// Processors convert floats to 32-bit integers many at a time, to wider ones singly: look first whether the former will
// do.
template <std::floating_point S, std::integral D>
void wrap_elements(const S* in, D* out, std::int64_t count) {
  constexpr std::int64_t stretch = 512;
  for (std::int64_t begin = 0; begin < count; begin += stretch) {
    const std::int64_t size = std::min(stretch, count - begin);
    const auto loop = all_fit_int32(in + begin, size) ? truncate_elements<S, D> : cast_elements<S, D>;
    loop(in + begin, out + begin, size);
  }
}

template <typename S, typename D>
void cast_bytes(const std::byte* in, std::byte* out, std::int64_t count) {
  const auto* from = reinterpret_cast<const S*>(in);
  auto* to = reinterpret_cast<D*>(out);
  if constexpr (std::same_as<S, Half> && std::same_as<D, float>) {
    half_to_float(from, to, count);
  } else if constexpr (std::same_as<S, float> && std::same_as<D, Half>) {
    float_to_half(from, to, count);
  } else if constexpr (std::floating_point<S> && std::integral<D>) {
    wrap_elements(from, to, count);
  } else {
    cast_elements(from, to, count);
  }
}

template <typename T>
concept Real = std::integral<T> || std::floating_point<T>;

// As next_type has it.
template <typename S, typename D>
constexpr bool has_kernel() {
  if constexpr (std::same_as<S, D>) return false;
  if constexpr (std::same_as<D, Boolean>) return Real<S> || Complex<S>;
  if constexpr (std::same_as<S, Boolean>) return std::same_as<D, std::uint8_t>;
  if constexpr (ReducedFloat<S>) return std::same_as<D, float>;
  if constexpr (ReducedFloat<D>) return std::same_as<S, float>;
  if constexpr (Complex<S> && Complex<D>) return true;
  if constexpr (Complex<S>) return std::same_as<D, typename S::value_type>;
  if constexpr (Complex<D>) return std::same_as<S, typename D::value_type>;
  return true;
}

ElementType component_type(ElementType complex) noexcept {
  return complex == ElementType::complex64 ? ElementType::float32 : ElementType::float64;
}

bool is_reduced(ElementType type) noexcept { return type == ElementType::float16 || type == ElementType::bfloat16; }

}  // namespace

ElementType next_type(ElementType from, ElementType to) noexcept {
  if (from == ElementType::boolean) return ElementType::uint8;
  if (is_reduced(from)) return ElementType::float32;
  if (is_complex(from)) return is_complex(to) || to == ElementType::boolean ? to : component_type(from);
  if (is_reduced(to) && from != ElementType::float32) return ElementType::float32;
  if (is_complex(to) && from != component_type(to)) return component_type(to);
  return to;
}

CastKernel cast_kernel(ElementType from, ElementType to) {
  return with_element(from, [to]<typename S>(std::type_identity<S>) {
    return with_element(to, []<typename D>(std::type_identity<D>) -> CastKernel {
      if constexpr (has_kernel<S, D>()) return cast_bytes<S, D>;
      return nullptr;
    });
  });
}

}  // namespace wick::detail
