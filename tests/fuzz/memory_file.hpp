// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdlib>
#include <span>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

namespace wick::fuzz {

/// The path of a file in memory with these bytes. There is one such file, which the next call changes.
inline std::string memory_file(std::span<const std::byte> bytes) {
  static const int descriptor = ::memfd_create("input", MFD_CLOEXEC);
  const auto size = static_cast<ssize_t>(bytes.size());
  if (::ftruncate(descriptor, 0) != 0 || ::pwrite(descriptor, bytes.data(), bytes.size(), 0) != size) std::abort();
  return "/proc/self/fd/" + std::to_string(descriptor);
}

}  // namespace wick::fuzz
