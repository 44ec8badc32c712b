// SPDX-License-Identifier: MIT
#include "progress_bar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <sys/ioctl.h>
#include <unistd.h>

namespace wick::tools {

namespace {

bool can_redraw_lines() {
  const char* kind = std::getenv("TERM");
  return isatty(STDERR_FILENO) != 0 && kind != nullptr && std::string_view(kind) != "dumb";
}

std::size_t terminal_columns() {
  winsize size = {};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

void write(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace

ProgressBar::ProgressBar() : terminal_(can_redraw_lines()) {}

void ProgressBar::update(double fraction, std::string_view note) {
  const auto now = std::chrono::steady_clock::now();
  if (!terminal_ || now < next_) return;
  next_ = now + std::chrono::milliseconds(100);
  shown_ = true;
  constexpr int cells = 30;
  const int full = std::clamp(static_cast<int>(fraction * cells), 0, cells);
  const std::string line =
      fmt::format("[{:#<{}}{:.<{}}] {:3.0f}%  {}", "", full, "", cells - full, fraction * 100, note);
  write(fmt::format("\r\033[K{}", std::string_view(line).substr(0, terminal_columns() - 1)));
}

void ProgressBar::clear() {
  if (shown_) write("\r\033[K");
  shown_ = false;
}

}  // namespace wick::tools
