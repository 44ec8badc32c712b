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
  int attempt = 0;  ///< How often this batch was made before, with other samples.
};

}  // namespace wick::detail
