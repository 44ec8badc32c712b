// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/npy/ml_dtype.hpp>

#include <string>

#include <support/prelude.hpp>

namespace wick {
namespace {

TEST_CASE("dtypes of ml_dtypes are bytes of kind V with a name", "[npy]") {
  const auto name =
      GENERATE(as<std::string>(), "bfloat16", "float8_e4m3fn", "float8_e5m2", "float8_e4m3fnuz", "float8_e5m2fnuz");
  const Dtype dtype = ml_dtype(name);
  CHECK(dtype.kind == 'V');
  CHECK(dtype.itemsize == (name == "bfloat16" ? 2 : 1));
  CHECK(dtype.descr == name);
  CHECK_FALSE(dtype.is_numeric());
  CHECK_FALSE(dtype.is_swapped());
  CHECK(is_ml_dtype(dtype));
}

TEST_CASE("bytes without a name, and others of it, are none of ml_dtypes", "[npy]") {
  CHECK_FALSE(is_ml_dtype({'V', 2, '|', "|V2"}));
  CHECK_FALSE(is_ml_dtype({'V', 1, '|', "bfloat16"}));
  CHECK_FALSE(is_ml_dtype({'f', 2, '<', "bfloat16"}));
  CHECK_FALSE(is_ml_dtype(native_dtype("f2")));
}

TEST_CASE("an unknown dtype of ml_dtypes is refused with those that are known", "[npy]") {
  const auto name = GENERATE(as<std::string>(), "", "f4", "bfloat", "float8_e3m4", "int4");
  CHECK_THROWS_WITH(ml_dtype(name), Catch::Matchers::ContainsSubstring("'" + name + "' is no dtype of ml_dtypes") &&
                                        Catch::Matchers::ContainsSubstring("float8_e5m2fnuz expected"));
}

}  // namespace
}  // namespace wick
