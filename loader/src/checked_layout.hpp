// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/collate.hpp>

#include <span>

namespace wick::detail {

/// `collate.layout(samples)`, with its result checked, since the engine writes where it says: one place per sample, all
/// of them inside the batch tensor, and every element covered unless there is a fill value that its dtype holds. `fill`
/// of the result is unset where nothing is left to fill. Samples that overlap are found by their number of elements
/// only: they spoil each other, but nothing else. Throws `CollateError`, or `Error` that blames the collate.
BatchLayout checked_layout(const Collate& collate, std::span<const TensorInfo> samples);

}  // namespace wick::detail
