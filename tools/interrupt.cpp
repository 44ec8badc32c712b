// SPDX-License-Identifier: MIT
#include "interrupt.hpp"

#include <poll.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace wick::tools {

namespace {

std::atomic<bool> flag{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only touch what takes no lock");

// Readable once Ctrl-C was pressed. A flag alone would not do: between a look at it and the wait it may be set.
int alarm_file = -1;

void note(int) {
  const int error = errno;
  flag.store(true);
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(alarm_file, &one, sizeof one);
  errno = error;
}

}  // namespace

void catch_interrupts() {
  // Not 0 to 2, which a closed standard input leaves free: it would be read in place of that.
  const int file = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  alarm_file = fcntl(file, F_DUPFD_CLOEXEC, 3);
  close(file);
  struct sigaction action = {};
  action.sa_handler = note;
  action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
}

bool interrupted() noexcept { return flag.load(); }

bool wait_for_input(int file) noexcept {
  pollfd files[] = {{file, POLLIN, 0}, {alarm_file, POLLIN, 0}};
  while (poll(files, 2, -1) < 0 && errno == EINTR) {
  }
  return !interrupted();
}

}  // namespace wick::tools
