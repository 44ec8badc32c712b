// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/example_roles.hpp>

#include <algorithm>

namespace wick::detail {
namespace {

std::optional<std::size_t> find(std::span<const std::string_view> names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

std::size_t first_but(std::size_t position) { return position == 0 ? 1 : 0; }

}  // namespace

ExampleRoles example_roles(std::span<const std::string_view> names) {
  if (names.size() == 1) return {0, std::nullopt};
  const auto target = find(names, "target");
  const std::size_t data = find(names, "data").value_or(target ? first_but(*target) : 0);
  return {data, target.value_or(first_but(data))};
}

}  // namespace wick::detail
