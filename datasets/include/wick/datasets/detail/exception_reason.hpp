// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace wick::detail {

/// What the exception says that is being handled, in one line: LibTorch's without its backtrace. To be called in a
/// handler.
std::string exception_reason();

}  // namespace wick::detail
