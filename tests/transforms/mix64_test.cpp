// SPDX-License-Identifier: MIT
#include <wick/transforms/detail/mix64.hpp>

#include <cstdint>

#include <support/prelude.hpp>

using wick::detail::mix64;

TEST_CASE("mix64 is splitmix64's finaliser", "[transforms]") {
  // The first outputs of splitmix64 with seed 1234567, as its authors publish them.
  std::uint64_t state = 1234567;
  const auto next = [&] { return mix64(state += wick::detail::golden_gamma); };
  CHECK(next() == 6457827717110365317u);
  CHECK(next() == 3203168211198807973u);
  CHECK(next() == 9817491932198370423u);
}
