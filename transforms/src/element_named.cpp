// SPDX-License-Identifier: MIT
#include <wick/transforms/element_named.hpp>

namespace wick {
namespace {

using E = ElementType;

constexpr ElementName names[] = {
    {"bool", E::boolean},     {"uint8", E::uint8},           {"int8", E::int8},          {"int16", E::int16},
    {"short", E::int16},      {"int32", E::int32},           {"int", E::int32},          {"int64", E::int64},
    {"long", E::int64},       {"uint16", E::uint16},         {"uint32", E::uint32},      {"uint64", E::uint64},
    {"float16", E::float16},  {"half", E::float16},          {"bfloat16", E::bfloat16},  {"float32", E::float32},
    {"float", E::float32},    {"float64", E::float64},       {"double", E::float64},     {"complex64", E::complex64},
    {"cfloat", E::complex64}, {"complex128", E::complex128}, {"cdouble", E::complex128},
};

}  // namespace

std::span<const ElementName> element_names() noexcept { return names; }

std::optional<ElementType> element_named(std::string_view name) noexcept {
  for (const ElementName& known : names) {
    if (known.name == name) return known.type;
  }
  return std::nullopt;
}

}  // namespace wick
