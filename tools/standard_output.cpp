// SPDX-License-Identifier: MIT
#include "standard_output.hpp"

#include <wick/error.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>

namespace wick::tools {

namespace {

void check(bool written) {
  if (written) return;
  if (errno == EPIPE) throw OutputClosed();
  throw Error(fmt::format("standard output: {}", std::strerror(errno)));
}

}  // namespace

void prepare_output() {
  std::signal(SIGPIPE, SIG_IGN);
  constexpr std::size_t buffer_bytes = 1 << 18;
  std::setvbuf(stdout, nullptr, _IOFBF, buffer_bytes);
}

void print(std::string_view text) { check(std::fwrite(text.data(), 1, text.size(), stdout) == text.size()); }

void flush_output() { check(std::fflush(stdout) == 0); }

void complain(std::string_view text) {
  std::fflush(stdout);
  const std::string line = fmt::format("wick: {}\n", text);
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace wick::tools
