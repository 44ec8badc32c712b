// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/pickle_limits.hpp>

#include <cstddef>
#include <cstdint>

namespace wick::detail {

/// What is left of the limits while a pickle is read; nested pickles draw on the same.
struct PickleBudget {
  PickleBudget(const PickleLimits& limits, std::size_t file_bytes);

  std::uint64_t operations;
  std::uint64_t memory;
  std::uint64_t payload;
  std::uint64_t stack;
  std::uint64_t nesting;
  std::uint64_t elements;
};

}  // namespace wick::detail
