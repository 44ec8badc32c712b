// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/shape.hpp>

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace wick::detail {

/// A CPU tensor over somebody else's memory, kept alive by `owner` (null: the caller sees to it).
/// `strides` in bytes. Throws `Error` on what LibTorch would end the process for: negative strides, strides that are no
/// multiple of the element size, sizes that overflow.
at::Tensor tensor_over(std::byte* data, at::ScalarType dtype, const Shape& shape, std::span<const std::int64_t> strides,
                       std::shared_ptr<const void> owner);

}  // namespace wick::detail
