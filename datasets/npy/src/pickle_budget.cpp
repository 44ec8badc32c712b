// SPDX-License-Identifier: MIT
#include "pickle_budget.hpp"

#include <algorithm>

namespace wick::detail {
namespace {

// At most 2**48, more than any machine can do, so that sums never overflow; negative limits allow nothing.
std::uint64_t bounded(std::int64_t limit) {
  return static_cast<std::uint64_t>(std::clamp<std::int64_t>(limit, 0, std::int64_t{1} << 48));
}

}  // namespace

PickleBudget::PickleBudget(const PickleLimits& limits, std::size_t file_bytes)
    : operations(limits.max_operations ? bounded(*limits.max_operations) : file_bytes + 65'536),
      memory(limits.max_memory ? bounded(*limits.max_memory) : 8 * file_bytes + (512 << 10)),
      payload(file_bytes),
      stack(bounded(limits.max_stack)),
      nesting(bounded(std::min<std::int64_t>(limits.max_nesting, 200))),
      elements(limits.max_elements ? bounded(*limits.max_elements) : operations) {}

}  // namespace wick::detail
