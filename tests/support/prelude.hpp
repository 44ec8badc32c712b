// SPDX-License-Identifier: MIT
#pragma once

// The one way to include Catch2. LibTorch's logging defines CHECK too; whoever is included last wins, silently. So: first
// whatever torch headers the test needs, then this. A test file includes this header last.

#undef CHECK
#undef CHECK_FALSE
#undef REQUIRE
#undef INFO
#undef WARN
#undef FAIL

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_message.hpp>
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#else
#include <catch2/catch.hpp>
#endif
