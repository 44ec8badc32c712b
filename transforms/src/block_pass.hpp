// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/strided.hpp>

#include "stage.hpp"

namespace wick::detail {

/// Copies every element of `source` to `target`, both of one type, into this machine's byte order. No extent is 0.
void copy_elements(const StridedSource& source, const StridedTarget& target);

/// Takes every element of `source` through `stages` (at least one) to `target`, block by block: a block is read in
/// place or gathered, goes through buffers in the first-level cache, and is written in place or scattered. No extent is
/// 0, and per-channel stages fit the shape.
void run_stages(const Stages& stages, const StridedSource& source, const StridedTarget& target);

/// `dim` of an array with `dimensions` dimensions, counted from the end if negative; -1 if there is no such dimension.
std::int64_t resolve_dim(std::int64_t dim, std::size_t dimensions) noexcept;

}  // namespace wick::detail
