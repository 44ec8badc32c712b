// SPDX-License-Identifier: MIT
#pragma once

#include <support/temp_folder.hpp>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace wick::test {

/// The bytes of a file.
inline std::string bytes_of_file(const std::string& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

/// Whether there is a Python with NumPy; says so once if not.
inline bool has_numpy() {
  static const bool has = [] {
    const bool found = std::system("/usr/bin/python3 -c 'import numpy' 2>/dev/null") == 0;
    if (!found) std::cout << "skipped: /usr/bin/python3 has no numpy, with which archives are compared\n";
    return found;
  }();
  return has;
}

/// Runs a program of Python in the folder, with NumPy as np; returns what it prints. Throws if it fails.
inline std::string run_python(const TempFolder& folder, std::string_view program) {
  const auto script =
      folder.write("script.py", std::string("import io, struct, zipfile, numpy as np\n").append(program));
  const auto command = "cd '" + folder.path() + "' && /usr/bin/python3 '" + script + "' >printed.txt 2>&1";
  const int status = std::system(command.c_str());
  auto printed = bytes_of_file(folder / "printed.txt");
  if (status != 0) throw std::runtime_error("Python failed: " + printed);
  return printed;
}

}  // namespace wick::test
