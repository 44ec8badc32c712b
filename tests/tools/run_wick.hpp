// SPDX-License-Identifier: MIT
#pragma once

#include <support/temp_folder.hpp>

#include <nlohmann/json.hpp>
#include <stdlib.h>

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <sys/wait.h>

namespace wick::test {

/// What a command did.
struct Ran {
  int code = 0;
  std::string out;
  std::string errors;
};

inline std::string read_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// Runs a line of shell in which `wick` is the command under test, in `folder`, with `input` on standard input.
inline Ran run_shell(const TempFolder& folder, const std::string& line, const std::string& input = {}) {
  const TempFolder streams;
  const std::string script =
      streams.write("script", "wick() { '" WICK_COMMAND "' \"$@\"; }\ncd '" + folder.path() + "'\n" + line);
  const std::string in = streams.write("in", input), out = streams / "out", errors = streams / "errors";
  const std::string call = "bash '" + script + "' <'" + in + "' >'" + out + "' 2>'" + errors + "'";
  const int status = std::system(call.c_str());
  if (!WIFEXITED(status)) throw std::runtime_error("the shell was killed");
  return {WEXITSTATUS(status), read_file(out), read_file(errors)};
}

/// The JSON objects of a text, one a line. Throws what is no JSON.
inline std::vector<nlohmann::json> json_lines(const std::string& text) {
  std::vector<nlohmann::json> objects;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) objects.push_back(nlohmann::json::parse(line));
  return objects;
}

}  // namespace wick::test
