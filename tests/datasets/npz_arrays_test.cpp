// SPDX-License-Identifier: MIT
#include <wick/datasets/npz_arrays.hpp>
#include <wick/npy/npy_error.hpp>

#include "arrays.hpp"

#include <string>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;

namespace {

NumpyArray number(float value) { return test::array_of<float>({}, {value}); }

float value(const NumpyArray& array) { return array.elements<float>()[0]; }

}  // namespace

TEST_CASE("Arrays go by their keys and keep their order", "[datasets]") {
  const NpzArrays arrays("a.npz", {{"z", number(0)}, {"a", number(1)}, {"m/b", number(2)}});
  CHECK(arrays.size() == 3);
  CHECK(value(arrays["z"]) == 0);
  CHECK(value(arrays["m/b"]) == 2);
  CHECK(arrays.contains("a"));
  CHECK_FALSE(arrays.contains("m"));
  std::vector<std::string> keys;
  for (const auto& [key, array] : arrays) keys.push_back(key);
  CHECK(keys == std::vector<std::string>{"z", "a", "m/b"});
  CHECK(NpzArrays().empty());
}

TEST_CASE("A member's name is another name of its array, unless a key is called so", "[datasets]") {
  const NpzArrays arrays("a.npz", {{"x", number(0)}, {"y", number(1)}, {"y.npy", number(2)}});
  CHECK(value(arrays["x.npy"]) == 0);
  CHECK(value(arrays["y"]) == 1);
  CHECK(value(arrays["y.npy"]) == 2);
  CHECK_FALSE(arrays.contains("z.npy"));
}

TEST_CASE("A key that there is not is answered with some that there are", "[datasets]") {
  std::vector<NpzArrays::value_type> many;
  for (int i = 0; i < 12; ++i) many.emplace_back("arr_" + std::to_string(i), number(0));
  const NpzArrays arrays("a.npz", many);
  CHECK_THROWS_WITH(arrays["x"], ContainsSubstring("a.npz: no array is called 'x': there are 'arr_0', 'arr_1'") &&
                                     ContainsSubstring("'arr_9' and 2 more"));
  CHECK_THROWS_AS(arrays["x"], NpyError);
  CHECK_THROWS_WITH(NpzArrays("b.npz", {})["x"], ContainsSubstring("b.npz: no array is called 'x': there is none"));
}

TEST_CASE("A key of several arrays is refused, and each is there to go through", "[datasets]") {
  const NpzArrays arrays("a.npz", {{"x", number(0)}, {"y", number(1)}, {"x", number(2)}});
  CHECK_THROWS_WITH(arrays["x"], ContainsSubstring("a.npz: 2 arrays are called 'x'"));
  CHECK(arrays.contains("x"));
  CHECK(value(arrays["y"]) == 1);
  CHECK(value((arrays.end() - 1)->second) == 2);
}
