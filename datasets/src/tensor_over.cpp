// SPDX-License-Identifier: MIT
#include "tensor_over.hpp"

#include <wick/error.hpp>

#include <ATen/ops/from_blob.h>
#include <fmt/format.h>

#include <utility>
#include <vector>

namespace wick::detail {
namespace {

// Strides counted in elements, after every check that at::from_blob leaves out: it computes the size of the memory in a
// noexcept function with wrapping arithmetic.
std::vector<std::int64_t> element_strides(const Shape& shape, std::span<const std::int64_t> strides,
                                          std::int64_t itemsize) {
  if (shape.size() != strides.size()) {
    throw Error(
        fmt::format("{} strides given for shape {}: one per dimension expected", strides.size(), to_string(shape)));
  }
  if (!checked_bytes(shape, itemsize)) {
    throw Error(fmt::format("shape {} is negative or more than 2**63 bytes", to_string(shape)));
  }
  std::vector<std::int64_t> result;
  std::int64_t reach = itemsize;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (strides[i] < 0 || strides[i] % itemsize != 0) {
      throw Error(fmt::format("stride of {} bytes: a tensor's are multiples of the element size {} and not negative",
                              strides[i], itemsize));
    }
    std::int64_t extent = 0;
    const auto steps = shape[i] > 0 ? shape[i] - 1 : 0;
    if (__builtin_mul_overflow(steps, strides[i], &extent) || __builtin_add_overflow(reach, extent, &reach)) {
      throw Error(
          fmt::format("shape {} with a stride of {} bytes spans more than 2**63 bytes", to_string(shape), strides[i]));
    }
    result.push_back(strides[i] / itemsize);
  }
  return result;
}

}  // namespace

at::Tensor tensor_over(std::byte* data, at::ScalarType dtype, const Shape& shape, std::span<const std::int64_t> strides,
                       std::shared_ptr<const void> owner) {
  const auto itemsize = static_cast<std::int64_t>(c10::elementSize(dtype));
  const auto in_elements = element_strides(shape, strides, itemsize);
  // The deleter does nothing: its captured pointer is the ownership. So it does not matter whether LibTorch calls it
  // for empty tensors or after a failure, which differs between versions.
  return at::from_blob(
      data, shape, in_elements, [owner = std::move(owner)](void*) {}, at::TensorOptions(dtype), at::kCPU);
}

}  // namespace wick::detail
