// SPDX-License-Identifier: MIT
#pragma once

#include "header_cache.hpp"

#include <wick/npy/file.hpp>

namespace wick::detail {

/// Reads and checks the header of an open file, of whatever length; refuses dtypes that are not numeric by name.
/// One system call for the size and one or two for the header. Throws `NpyError`.
KnownHeader read_header(const File& file);

}  // namespace wick::detail
