// SPDX-License-Identifier: MIT
#include "available_cores.hpp"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <thread>

#include <sched.h>

namespace wick::detail {
namespace {

int affinity_cores() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
  return static_cast<int>(std::thread::hardware_concurrency());  // More cores than cpu_set_t has bits.
}

// cgroup v2: "quota period" in microseconds, or "max period". Inside a container its own group is the root.
std::optional<int> quota_cores() {
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  const std::unique_ptr<std::FILE, Close> file(std::fopen("/sys/fs/cgroup/cpu.max", "re"));
  long long quota = 0, period = 0;
  if (!file || std::fscanf(file.get(), "%lld %lld", &quota, &period) != 2 || quota <= 0 || period <= 0)
    return std::nullopt;
  return static_cast<int>((quota + period - 1) / period);
}

}  // namespace

int available_cores() {
  const int cores = affinity_cores();
  return std::max(1, std::min(cores, quota_cores().value_or(cores)));
}

}  // namespace wick::detail
