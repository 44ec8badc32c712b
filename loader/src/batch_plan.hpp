// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

namespace wick::detail {

/// Which samples make a batch.
struct BatchPlan {
  std::uint64_t epoch = 0;
  std::int64_t number = 0;  ///< Place among the batches of the epoch.
  std::vector<std::int64_t> indices = {};
  std::vector<int> failed = {};  ///< How many samples failed at each place before the one that is there now.
};

}  // namespace wick::detail
