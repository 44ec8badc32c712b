// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/file.hpp>

#include "header_cache.hpp"

namespace wick::detail {

/// Reads and checks the header of an open file, of whatever length; refuses dtypes that are not numeric by name.
/// One system call for the size and one or two for the header. Throws `NpyError`.
KnownHeader read_header(const File& file);

}  // namespace wick::detail
