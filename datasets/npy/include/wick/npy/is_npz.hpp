// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/file.hpp>

namespace wick {

/// Whether a file is an archive: it begins as zip files do or, if it begins as neither these nor `.npy` files, is
/// called
/// `*.npz`. Throws `NpyError` when it cannot be read.
bool is_npz(const File& file);

}  // namespace wick
