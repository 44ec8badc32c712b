// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace wick::tools {

/// Calls `work` with 0 to count - 1, in parallel and nearly in order, and shows progress: `64 of 1,000 samples`, where
/// `what` is "samples". False when Ctrl-C ended it early. Rethrows what `work` threw at the lowest of its indices, so
/// that the same error is shown each time; those far behind it are not called any more.
bool for_each_sample(std::int64_t count, std::string_view what, const std::function<void(std::int64_t)>& work);

}  // namespace wick::tools
