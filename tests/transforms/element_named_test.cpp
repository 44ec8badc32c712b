// SPDX-License-Identifier: MIT
#include <wick/transforms/element_named.hpp>

#include <set>
#include <string_view>

#include <support/prelude.hpp>

using namespace wick;

TEST_CASE("every element type is found by its own name", "[transforms]") {
  for (int i = 0; i <= static_cast<int>(ElementType::complex128); ++i) {
    const auto type = static_cast<ElementType>(i);
    CAPTURE(element_name(type));
    CHECK(element_named(element_name(type)) == type);
  }
}

TEST_CASE("torch's second names are names too, and nothing else is", "[transforms]") {
  CHECK(element_named("half") == ElementType::float16);
  CHECK(element_named("float") == ElementType::float32);
  CHECK(element_named("long") == ElementType::int64);
  CHECK(element_named("cdouble") == ElementType::complex128);
  CHECK_FALSE(element_named("Float"));
  CHECK_FALSE(element_named(""));
  std::set<std::string_view> names;
  for (const ElementName& known : element_names()) CHECK(names.insert(known.name).second);
}
