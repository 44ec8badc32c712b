// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/source.hpp>
#include <wick/npy/npz_archive.hpp>

#include <cstddef>

namespace wick::detail {

/// Throws `NpyError`, which names the member, if the array holds Python objects.
void refuse_objects(const NpzArchive& archive, const NpzArray& array);

/// What the array is.
ArrayInfo info_of(const NpzArray& array);

/// Reads an array of any dtype but objects into memory of its own, aligned to 64 bytes. A deflated one is inflated
/// straight into it. Bools become 0 or 1. Throws `NpyError`.
NumpyArray load_array(const NpzArchive& archive, const NpzArray& array, NpzScratch& scratch);

}  // namespace wick::detail
