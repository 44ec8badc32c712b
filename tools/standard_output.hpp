// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string_view>

namespace wick::tools {

/// Whoever read our standard output has gone, as `head` does: nothing is left to do, and nothing is wrong.
class OutputClosed : public std::runtime_error {
 public:
  OutputClosed() : std::runtime_error("standard output is closed") {}
};

/// Makes writing to a closed pipe an `OutputClosed` instead of a signal.
void prepare_output();

/// Writes to standard output, through a large buffer. Throws `OutputClosed`, or `Error` (disk full).
void print(std::string_view text);

/// Writes out what `print` still holds.
void flush_output();

/// Writes `wick: text` and a newline to standard error, after what `print` still holds.
void complain(std::string_view text);

}  // namespace wick::tools
