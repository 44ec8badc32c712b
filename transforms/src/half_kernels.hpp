// SPDX-License-Identifier: MIT
#pragma once

#include <c10/util/Half.h>

#include <cstdint>

namespace wick::detail {

/// float16 to float32, exactly.
void half_to_float(const c10::Half* in, float* out, std::int64_t count);

/// float32 to the nearest float16, ties to even; too large ones become infinite.
void float_to_half(const float* in, c10::Half* out, std::int64_t count);

}  // namespace wick::detail
