// SPDX-License-Identifier: MIT
#include "element_copy.hpp"

#include "element_traits.hpp"
#include "vectorised.hpp"

#include <cstring>

namespace wick::detail {
namespace {

inline std::uint16_t reversed(std::uint16_t value) noexcept { return __builtin_bswap16(value); }
inline std::uint32_t reversed(std::uint32_t value) noexcept { return __builtin_bswap32(value); }
inline std::uint64_t reversed(std::uint64_t value) noexcept { return __builtin_bswap64(value); }

// Strides that the compiler knows let it vectorise.
template <std::size_t size, std::int64_t multiple>
WICK_VECTORISED void copy_every(std::byte* __restrict to, const std::byte* __restrict from, std::int64_t count) {
  constexpr auto step = static_cast<std::int64_t>(size);
  for (std::int64_t i = 0; i < count; ++i) std::memcpy(to + i * step, from + i * step * multiple, size);
}

template <std::size_t size>
void copy(std::byte* to, std::int64_t to_stride, const std::byte* from, std::int64_t from_stride, std::int64_t count) {
  constexpr auto step = static_cast<std::int64_t>(size);
  if (to_stride == step && from_stride == step) {
    std::memcpy(to, from, static_cast<std::size_t>(count) * size);
    return;
  }
  // One channel of interleaved ones.
  if (to_stride == step && from_stride == 3 * step) return copy_every<size, 3>(to, from, count);
  if (to_stride == step && from_stride == 4 * step) return copy_every<size, 4>(to, from, count);
  for (std::int64_t i = 0; i < count; ++i) std::memcpy(to + i * to_stride, from + i * from_stride, size);
}

/// Elements of `parts` units each.
template <typename Unit, std::int64_t parts>
void swap_strided(std::byte* to, std::int64_t to_stride, const std::byte* from, std::int64_t from_stride,
                  std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) {
    Unit units[parts];
    std::memcpy(units, from + i * from_stride, sizeof(units));
    for (Unit& unit : units) unit = reversed(unit);
    std::memcpy(to + i * to_stride, units, sizeof(units));
  }
}

template <typename Unit>
WICK_VECTORISED void swap_adjacent(std::byte* __restrict to, const std::byte* __restrict from, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) {
    Unit unit;
    std::memcpy(&unit, from + i * static_cast<std::int64_t>(sizeof(Unit)), sizeof(Unit));
    unit = reversed(unit);
    std::memcpy(to + i * static_cast<std::int64_t>(sizeof(Unit)), &unit, sizeof(Unit));
  }
}

template <typename Unit, std::int64_t parts = 1>
void swap(std::byte* to, std::int64_t to_stride, const std::byte* from, std::int64_t from_stride, std::int64_t count) {
  constexpr auto size = static_cast<std::int64_t>(sizeof(Unit)) * parts;
  if (to_stride == size && from_stride == size) {
    swap_adjacent<Unit>(to, from, count * parts);
  } else {
    swap_strided<Unit, parts>(to, to_stride, from, from_stride, count);
  }
}

ElementCopy swapping_copy(ElementType type) noexcept {
  if (type == ElementType::complex64) return swap<std::uint32_t, 2>;
  if (type == ElementType::complex128) return swap<std::uint64_t, 2>;
  switch (element_size(type)) {
    case 1:
      return copy<1>;
    case 2:
      return swap<std::uint16_t>;
    case 4:
      return swap<std::uint32_t>;
    default:
      return swap<std::uint64_t>;
  }
}

}  // namespace

ElementCopy element_copy(ElementType type, bool swap) noexcept {
  if (swap) return swapping_copy(type);
  switch (element_size(type)) {
    case 1:
      return copy<1>;
    case 2:
      return copy<2>;
    case 4:
      return copy<4>;
    case 8:
      return copy<8>;
    default:
      return copy<16>;
  }
}

}  // namespace wick::detail
