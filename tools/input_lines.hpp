// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

namespace wick::tools {

/// The lines of standard input.
class InputLines {
 public:
  /// The next line without its end, `\n` or `\r\n`; nullopt at the end of the input, or as soon as Ctrl-C is pressed.
  /// Throws `Error` on what is no list of paths: a line that is far too long.
  std::optional<std::string> next();

 private:
  bool read_more();

  std::string buffer_;
  std::size_t start_ = 0;  ///< Of the next line in the buffer.
};

}  // namespace wick::tools
