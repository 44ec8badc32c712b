// SPDX-License-Identifier: MIT
#include <support/scripted_source.hpp>
#include <wick/datasets/detail/place_of.hpp>

#include <new>
#include <stdexcept>
#include <string>

#include <support/prelude.hpp>

using wick::detail::place_of;

namespace {

template <typename Thrown>
std::string place_of_a_source_that_throws(Thrown thrown) {
  struct Nameless : wick::test::ScriptedSource {
    explicit Nameless(Thrown what) : ScriptedSource(1), thrown(what) {}
    std::string where(std::int64_t) const override { throw thrown; }
    Thrown thrown;
  };
  return place_of(Nameless(thrown), 0);
}

}  // namespace

TEST_CASE("A place is what the source says", "[datasets]") {
  CHECK(place_of(wick::test::ScriptedSource(3), 2) == "scripted[2]");
}

TEST_CASE("Where a source throws instead of naming a place, what it throws stands for it", "[datasets]") {
  CHECK(place_of_a_source_that_throws(std::runtime_error("lost")) == "place unknown: lost");
  CHECK(place_of_a_source_that_throws(std::bad_alloc()) == "place unknown: out of memory");
  CHECK(place_of_a_source_that_throws(42) == "place unknown: an exception that is no std::exception");
}

TEST_CASE("A place asked for in a handler leaves the exception that is handled alone", "[datasets]") {
  try {
    throw std::logic_error("first");
  } catch (...) {
    CHECK(place_of_a_source_that_throws(std::runtime_error("second")) == "place unknown: second");
    CHECK_THROWS_AS(throw, std::logic_error);
  }
}
