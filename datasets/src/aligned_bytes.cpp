// SPDX-License-Identifier: MIT
#include "aligned_bytes.hpp"

#include <algorithm>
#include <new>

namespace wick::detail {
namespace {

constexpr std::align_val_t alignment{64};

}  // namespace

std::shared_ptr<std::byte> aligned_bytes(std::int64_t size) {
  const auto bytes = static_cast<std::size_t>(std::max<std::int64_t>(size, 1));
  auto* data = static_cast<std::byte*>(::operator new(bytes, alignment, std::nothrow));
  if (data == nullptr) return nullptr;
  return {data, [](std::byte* memory) { ::operator delete(memory, alignment); }};
}

}  // namespace wick::detail
