// SPDX-License-Identifier: MIT
#include <wick/transforms/element_type.hpp>

#include <array>
#include <cstddef>

namespace wick {
namespace {

struct Entry {
  std::string_view name;
  std::int64_t size;
  std::optional<at::ScalarType> scalar;  ///< What this LibTorch has for it.
  at::ScalarType tensor;                 ///< The same, or the next wider one.
};

// Unscoped enumerators of `UInt16` and its like exist from LibTorch 2.3 on; asking a template for them compiles
// everywhere.
template <typename Scalar>
constexpr std::optional<Scalar> unsigned_scalar(int bits) {
  if constexpr (requires { Scalar::UInt16; }) {
    return bits == 16 ? Scalar::UInt16 : bits == 32 ? Scalar::UInt32 : Scalar::UInt64;
  } else {
    return std::nullopt;
  }
}

constexpr Entry same(std::string_view name, std::int64_t size, at::ScalarType scalar) {
  return {name, size, scalar, scalar};
}

constexpr Entry widened(std::string_view name, int bits, at::ScalarType wider) {
  const auto scalar = unsigned_scalar<at::ScalarType>(bits);
  return {name, bits / 8, scalar, scalar.value_or(wider)};
}

// In the order of the enumerators.
constexpr std::array<Entry, 15> entries = {
    same("bool", 1, at::ScalarType::Bool),
    same("int8", 1, at::ScalarType::Char),
    same("int16", 2, at::ScalarType::Short),
    same("int32", 4, at::ScalarType::Int),
    same("int64", 8, at::ScalarType::Long),
    same("uint8", 1, at::ScalarType::Byte),
    widened("uint16", 16, at::ScalarType::Int),
    widened("uint32", 32, at::ScalarType::Long),
    widened("uint64", 64, at::ScalarType::Long),
    same("float16", 2, at::ScalarType::Half),
    same("bfloat16", 2, at::ScalarType::BFloat16),
    same("float32", 4, at::ScalarType::Float),
    same("float64", 8, at::ScalarType::Double),
    same("complex64", 8, at::ScalarType::ComplexFloat),
    same("complex128", 16, at::ScalarType::ComplexDouble),
};

const Entry& entry(ElementType type) noexcept { return entries[static_cast<std::size_t>(type)]; }

}  // namespace

std::int64_t element_size(ElementType type) noexcept { return entry(type).size; }

std::string_view element_name(ElementType type) noexcept { return entry(type).name; }

bool is_floating(ElementType type) noexcept { return type >= ElementType::float16 && type <= ElementType::float64; }

bool is_complex(ElementType type) noexcept { return type >= ElementType::complex64; }

std::optional<at::ScalarType> scalar_type(ElementType type) noexcept { return entry(type).scalar; }

std::optional<ElementType> element_type(at::ScalarType type) noexcept {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].scalar == type) return static_cast<ElementType>(i);
  }
  return std::nullopt;
}

at::ScalarType tensor_type(ElementType type) noexcept { return entry(type).tensor; }

}  // namespace wick
