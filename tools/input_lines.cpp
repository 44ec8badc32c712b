// SPDX-License-Identifier: MIT
#include "input_lines.hpp"

#include <wick/error.hpp>

#include "interrupt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <unistd.h>

namespace wick::tools {

namespace {

// Far more than any path may have (PATH_MAX), so that what is no list of paths is not swallowed whole.
constexpr std::size_t longest = 1 << 16;

}  // namespace

std::optional<std::string> InputLines::next() {
  std::size_t end = buffer_.find('\n', start_);
  while (end == buffer_.npos && read_more()) end = buffer_.find('\n', start_);
  if (interrupted() || start_ == buffer_.size()) return std::nullopt;
  std::string line = buffer_.substr(start_, end - start_);
  start_ = end == buffer_.npos ? buffer_.size() : end + 1;
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

/// Puts what comes next behind the unfinished line. False at the end.
bool InputLines::read_more() {
  buffer_.erase(0, std::exchange(start_, 0));
  const std::size_t kept = buffer_.size();
  if (kept > longest)
    throw Error(fmt::format("standard input: a line of more than {} bytes, expected one path a line", longest));
  if (!wait_for_input(STDIN_FILENO)) return false;
  buffer_.resize(kept + longest);
  const ssize_t count = read(STDIN_FILENO, buffer_.data() + kept, longest);
  buffer_.resize(kept + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  if (count < 0 && errno != EINTR) throw Error(fmt::format("standard input: {}", std::strerror(errno)));
  return count != 0;
}

}  // namespace wick::tools
