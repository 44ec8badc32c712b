// SPDX-License-Identifier: MIT
#pragma once

#include "bench.hpp"
#include "check.hpp"
#include "convert.hpp"
#include "inspect.hpp"
#include "make.hpp"

#include <variant>

namespace wick::tools {

/// What the command line asks for: a verb with its arguments, or nothing more than this exit code (help, version,
/// mistakes: all printed already).
using Command = std::variant<int, BenchArguments, CheckArguments, ConvertArguments, InspectArguments, MakeArguments>;

Command read_command_line(int argc, char** argv);

}  // namespace wick::tools
