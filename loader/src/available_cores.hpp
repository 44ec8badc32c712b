// SPDX-License-Identifier: MIT
#pragma once

namespace wick::detail {

/// Cores that this process may use: its CPU affinity, and the CPU quota of its cgroup (rounded up), which oneTBB below
/// 2022.3 does not know. At least 1.
int available_cores();

}  // namespace wick::detail
