// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/collate.hpp>

namespace wick::detail {

/// `collate` is `stack()`: sample i is `batch[i]`, whole and as it is.
bool is_stack(const Collate& collate) noexcept;

}  // namespace wick::detail
