// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>

namespace wick::test {

/// The most bytes that `run` has allocated with `new` at one time. One thread only. The test program counts all the
/// time; the cost is small.
std::size_t most_bytes_allocated_by(const std::function<void()>& run);

}  // namespace wick::test
