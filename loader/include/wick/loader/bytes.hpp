// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>

namespace wick {

/// A size in bytes: `512_MiB` after `using namespace wick::literals`, `Bytes{1 << 20}`.
struct Bytes {
  std::int64_t count = 0;

  auto operator<=>(const Bytes&) const = default;
};

namespace literals {

constexpr Bytes operator""_KiB(unsigned long long n) { return {static_cast<std::int64_t>(n << 10)}; }
constexpr Bytes operator""_MiB(unsigned long long n) { return {static_cast<std::int64_t>(n << 20)}; }
constexpr Bytes operator""_GiB(unsigned long long n) { return {static_cast<std::int64_t>(n << 30)}; }

}  // namespace literals
}  // namespace wick
