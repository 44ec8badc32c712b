// SPDX-License-Identifier: MIT
#include <wick/loader/collate.hpp>

namespace wick {

CollateError::CollateError(std::vector<std::size_t> positions, const std::string& reason)
    : Error(reason), positions_(std::move(positions)) {}

}  // namespace wick
