// SPDX-License-Identifier: MIT
#include <wick/transforms/tensor_info.hpp>

#include <functional>
#include <numeric>

namespace wick {

std::int64_t TensorInfo::count() const noexcept {
  return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

std::int64_t TensorInfo::bytes() const noexcept { return count() * static_cast<std::int64_t>(c10::elementSize(dtype)); }

}  // namespace wick
