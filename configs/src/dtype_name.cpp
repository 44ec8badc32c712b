// SPDX-License-Identifier: MIT
#include "dtype_name.hpp"

#include <wick/transforms/element_named.hpp>

#include "nearest_name.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <vector>

namespace wick::detail {

namespace {

[[noreturn]] void refuse(const Section& section, std::string_view key, std::string_view name) {
  std::vector<std::string_view> all, canonical;
  for (const auto& [word, type] : element_names()) {
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
  const auto type = element_named(*name);
  if (!type) refuse(section, key, *name);
  if (const auto dtype = scalar_type(*type)) return dtype;
  section.fail(key, fmt::format("{}: LibTorch has this dtype from 2.3 on, and this one is older", *name));
}

}  // namespace wick::detail
