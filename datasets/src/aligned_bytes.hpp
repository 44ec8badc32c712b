// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace wick::detail {

/// Memory of `size` bytes, aligned to 64, contents undefined. Null when there is not so much memory, and only then.
std::shared_ptr<std::byte> aligned_bytes(std::int64_t size);

}  // namespace wick::detail
