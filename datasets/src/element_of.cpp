// SPDX-License-Identifier: MIT
#include <wick/datasets/element_of.hpp>
#include <wick/npy/ml_dtype.hpp>

#include <array>
#include <string_view>

namespace wick {
namespace {

struct Entry {
  ElementType type;
  std::string_view code;  // kind and itemsize, as in a descr
};

constexpr std::array<Entry, 14> entries = {{
    {ElementType::boolean, "b1"},
    {ElementType::int8, "i1"},
    {ElementType::int16, "i2"},
    {ElementType::int32, "i4"},
    {ElementType::int64, "i8"},
    {ElementType::uint8, "u1"},
    {ElementType::uint16, "u2"},
    {ElementType::uint32, "u4"},
    {ElementType::uint64, "u8"},
    {ElementType::float16, "f2"},
    {ElementType::float32, "f4"},
    {ElementType::float64, "f8"},
    {ElementType::complex64, "c8"},
    {ElementType::complex128, "c16"},
}};

}  // namespace

std::optional<ElementType> element_of(const Dtype& dtype) noexcept {
  if (dtype.structured) return std::nullopt;
  for (const Entry& entry : entries) {
    if (entry.code.front() == dtype.kind && element_size(entry.type) == dtype.itemsize) return entry.type;
  }
  if ((dtype.kind == 'M' || dtype.kind == 'm') && dtype.itemsize == 8) return ElementType::int64;
  if (is_ml_dtype(dtype) && dtype.itemsize == 2) return ElementType::bfloat16;
  return std::nullopt;
}

std::optional<Dtype> dtype_of(ElementType type) {
  for (const Entry& entry : entries) {
    if (entry.type == type) return native_dtype(entry.code);
  }
  return std::nullopt;
}

}  // namespace wick
