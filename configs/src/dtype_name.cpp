// SPDX-License-Identifier: MIT
#include "dtype_name.hpp"

#include <wick/transforms/element_type.hpp>

#include "nearest_name.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <utility>
#include <vector>

namespace wick::detail {

namespace {

using E = ElementType;

constexpr std::pair<std::string_view, ElementType> names[] = {
    {"bool", E::boolean},     {"uint8", E::uint8},           {"int8", E::int8},          {"int16", E::int16},
    {"short", E::int16},      {"int32", E::int32},           {"int", E::int32},          {"int64", E::int64},
    {"long", E::int64},       {"uint16", E::uint16},         {"uint32", E::uint32},      {"uint64", E::uint64},
    {"float16", E::float16},  {"half", E::float16},          {"bfloat16", E::bfloat16},  {"float32", E::float32},
    {"float", E::float32},    {"float64", E::float64},       {"double", E::float64},     {"complex64", E::complex64},
    {"cfloat", E::complex64}, {"complex128", E::complex128}, {"cdouble", E::complex128},
};

[[noreturn]] void refuse(const Section& section, std::string_view key, std::string_view name) {
  std::vector<std::string_view> all, canonical;
  for (const auto& [word, type] : names) {
    if (!scalar_type(type)) continue;
    all.push_back(word);
    if (word == element_name(type)) canonical.push_back(word);
  }
  const std::string_view nearest = nearest_name(name, all);
  section.fail(key, fmt::format("'{}', expected a dtype: {}{}{}", name, fmt::join(canonical, ", "),
                                nearest.empty() ? "" : "; nearest: ", nearest));
}

}  // namespace

std::optional<at::ScalarType> read_dtype(const Section& section, std::string_view key) {
  const std::optional<std::string> name = section.string(key);
  if (!name) return std::nullopt;
  for (const auto& [word, type] : names) {
    if (word != *name) continue;
    if (const auto dtype = scalar_type(type)) return dtype;
    section.fail(key, fmt::format("{}: LibTorch has this dtype from 2.3 on, and this one is older", word));
  }
  refuse(section, key, *name);
}

}  // namespace wick::detail
