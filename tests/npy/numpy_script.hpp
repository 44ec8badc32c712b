// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdio>
#include <optional>
#include <string>

namespace wick::test {

/// What a Python script prints that may use NumPy as `np`, and whose argument is `folder`. nullopt, with a line that
/// says so, where there is no NumPy. Text of a failing script begins with `failed`.
inline std::optional<std::string> run_numpy(const std::string& script, const std::string& folder) {
  if (std::system("/usr/bin/python3 -c 'import numpy' 2>/dev/null") != 0) {
    std::puts("skipped: /usr/bin/python3 cannot import numpy (Debian: python3-numpy)");
    return std::nullopt;
  }
  const std::string file = folder + "/script.py";
  std::FILE* out = std::fopen(file.c_str(), "w");
  if (out == nullptr) return "failed: no file for the script";
  std::fputs(("import sys, os\nimport numpy as np\nos.chdir(sys.argv[1])\n" + script).c_str(), out);
  std::fclose(out);
  std::FILE* pipe = ::popen(("/usr/bin/python3 -W ignore '" + file + "' '" + folder + "' 2>&1").c_str(), "r");
  if (pipe == nullptr) return "failed: no pipe";
  std::string text;
  std::array<char, 4096> part;
  while (const auto got = std::fread(part.data(), 1, part.size(), pipe)) text.append(part.data(), got);
  return ::pclose(pipe) == 0 ? text : "failed: " + text;
}

}  // namespace wick::test
