// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/statistics.hpp>

#include <string>

namespace wick::detail {

/// What limits a loader of `workers` workers on `cores` cores and what would help, in one sentence, judged by how long
/// the caller waited and what the workers did.
std::string verdict(const Statistics& statistics, int workers, int cores);

}  // namespace wick::detail
