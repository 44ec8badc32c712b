// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/example_roles.hpp>

#include <string_view>
#include <vector>

#include <support/prelude.hpp>

TEST_CASE("Data and target are the fields of these names; where one is missing, the first other", "[datasets]") {
  const auto check = [](const std::vector<std::string_view>& names, std::size_t data, std::size_t target) {
    const auto roles = wick::detail::example_roles(names);
    CHECK(roles.data == data);
    CHECK(roles.target.value() == target);
  };
  check({"data", "target"}, 0, 1);
  check({"target", "data"}, 1, 0);
  check({"a", "b", "target", "data"}, 3, 2);
  check({"image", "label", "weight"}, 0, 1);
  check({"image", "data"}, 1, 0);
  check({"image", "mask", "data"}, 2, 0);
  check({"data", "mask"}, 0, 1);
  check({"target", "image", "mask"}, 1, 0);
  check({"image", "mask", "target"}, 0, 2);
}

TEST_CASE("A single field is the data, whatever its name", "[datasets]") {
  for (const std::string_view name : {"image", "data", "target"}) {
    const auto roles = wick::detail::example_roles(std::vector{name});
    CHECK(roles.data == 0);
    CHECK_FALSE(roles.target.has_value());
  }
}
