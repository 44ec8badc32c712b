// SPDX-License-Identifier: MIT
#pragma once

namespace wick::tools {

/// What the command tells the shell.
enum ExitCode : int {
  exit_success = 0,
  exit_failed = 1,         ///< Files, disks, data.
  exit_usage = 2,          ///< The command line or the configuration.
  exit_interrupted = 130,  ///< Ctrl-C: 128 + SIGINT, as shells count.
};

}  // namespace wick::tools
