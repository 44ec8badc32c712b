// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/transforms/reshape.hpp>
#include <wick/transforms/tensor_info.hpp>

#include <cstdint>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr std::int64_t large = std::int64_t{1} << 40;

}  // namespace

TEST_CASE("A tensor info counts elements and bytes", "[transforms]") {
  CHECK(TensorInfo{at::kFloat, {}}.count() == 1);
  CHECK(TensorInfo{at::kFloat, {3, 4}}.count() == 12);
  CHECK(TensorInfo{at::kDouble, {}}.bytes() == 8);
  CHECK(TensorInfo{at::kDouble, {2, 3}}.bytes() == 48);
  CHECK(TensorInfo{at::kHalf, {3, 0, 2}}.bytes() == 0);
  CHECK(TensorInfo{at::kByte, {large, 1 << 22}}.bytes() == large << 22);
  CHECK(TensorInfo{at::kHalf, {2}} == TensorInfo{at::kHalf, {2}});
}

TEST_CASE("A shape with an extent of 0 has no elements, however large the others are", "[transforms]") {
  CHECK(TensorInfo{at::kFloat, {large, large, 0}}.count() == 0);
  CHECK(TensorInfo{at::kFloat, {0, large, large}}.bytes() == 0);
}

TEST_CASE("What int64 cannot count is an error, not another number", "[transforms]") {
  const TensorInfo many{at::kByte, {large, large}};
  CHECK_THROWS_WITH(many.count(),
                    "no tensor has the shape (1099511627776, 1099511627776): an extent is negative, or it "
                    "has 2**63 elements or more");
  CHECK_THROWS_WITH(many.bytes(), ContainsSubstring("2**63 bytes or more"));
  const TensorInfo wide{at::kDouble, {large, 1 << 21}};
  CHECK(wide.count() == large << 21);
  CHECK_THROWS_AS(wide.bytes(), Error);
}

TEST_CASE("A negative extent is an error, beside an extent of 0 too", "[transforms]") {
  CHECK_THROWS_WITH((TensorInfo{at::kByte, {-1, -4}}.count()), ContainsSubstring("(-1, -4): an extent is negative"));
  CHECK_THROWS_AS((TensorInfo{at::kByte, {0, -4}}.bytes()), Error);
}

TEST_CASE("A transform that counts an impossible input refuses it", "[transforms]") {
  CHECK_THROWS_AS(Reshape({-1}).infer({at::kByte, {large, large}}), Error);
}
