// SPDX-License-Identifier: MIT

// A program that must fail: it shows that a failing CHECK is counted and reported, not swallowed by LibTorch's macro of the
// same name. canary.sh runs it.

#include <c10/util/Logging.h>

#include <support/prelude.hpp>

TEST_CASE("A failing check fails its test case and the checks after it still run", "[support]") {
  CHECK(1 + 1 == 2);
  CHECK(1 + 1 == 3);
  CHECK(1 + 1 == 2);
}

TEST_CASE("The other test cases are not touched", "[support]") { CHECK(true); }
