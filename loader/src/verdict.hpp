// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/statistics.hpp>

#include <string>

namespace wick::detail {

/// What limits a loader of `workers` workers, in one sentence, judged by how long the consumer waited and what the
/// workers did.
std::string verdict(const Statistics& statistics, int workers);

}  // namespace wick::detail
