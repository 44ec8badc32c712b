// SPDX-License-Identifier: MIT
#include <wick/npy/shape.hpp>

#include <support/prelude.hpp>

namespace wick {
namespace {

constexpr std::int64_t huge = std::int64_t{1} << 62;

TEST_CASE("a shape prints as Python prints it", "[npy]") {
  CHECK(to_string(Shape{}) == "()");
  CHECK(to_string(Shape{3}) == "(3,)");
  CHECK(to_string(Shape{2, 0, -1}) == "(2, 0, -1)");
}

TEST_CASE("elements are counted", "[npy]") {
  CHECK(checked_count(Shape{}) == 1);
  CHECK(checked_count(Shape{2, 3}) == 6);
  CHECK(checked_count(Shape{2, 0, 3}) == 0);
  CHECK(checked_bytes(Shape{2, 3}, 4) == 24);
  CHECK(checked_bytes(Shape{5}, 0) == 0);
}

TEST_CASE("a count that does not fit is none, even where an extent is 0", "[npy]") {
  CHECK(checked_count(Shape{huge}) == huge);
  CHECK_FALSE(checked_count(Shape{huge, 4}));
  CHECK_FALSE(checked_count(Shape{std::int64_t{1} << 32, std::int64_t{1} << 32}));
  CHECK(checked_count(Shape{0, huge}) == 0);
  CHECK_FALSE(checked_count(Shape{0, huge, huge}));
  CHECK_FALSE(checked_bytes(Shape{huge}, 8));
  CHECK_FALSE(checked_bytes(Shape{0, huge}, 8));
}

TEST_CASE("a negative extent has no count", "[npy]") {
  CHECK_FALSE(checked_count(Shape{-1}));
  CHECK_FALSE(checked_count(Shape{-2, -3}));
  CHECK_FALSE(checked_count(Shape{0, -1}));
}

}  // namespace
}  // namespace wick
