// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/transforms/strided.hpp>

#include <ATen/core/Tensor.h>
#include <fmt/format.h>

#include <algorithm>

namespace wick {
namespace {

ElementType require_element_type(const at::Tensor& tensor) {
  if (!tensor.defined()) throw Error("strided view of a tensor: the tensor is undefined; give one that holds data");
  if (!tensor.device().is_cpu() || tensor.layout() != at::kStrided) {
    throw Error(
        fmt::format("strided view of a tensor: it is on device '{}' with layout {}: only dense CPU tensors have "
                    "memory to read; use .cpu() or .to_dense() first",
                    tensor.device().str(), static_cast<int>(tensor.layout())));
  }
  const auto type = element_type(tensor.scalar_type());
  if (!type) {
    throw Error(
        fmt::format("strided view of a tensor: dtype {} has no NumPy counterpart; expected bool, an integer, a "
                    "float or a complex dtype",
                    c10::toString(tensor.scalar_type())));
  }
  // A lazy conjugate or negation would be read as if it were not there.
  if (tensor.is_conj() || tensor.is_neg()) {
    throw Error("strided view of a tensor: it is a lazy conjugate or negation; call .resolve_conj() or .resolve_neg()");
  }
  return *type;
}

std::vector<std::int64_t> byte_strides(const at::Tensor& tensor) {
  std::vector<std::int64_t> strides = tensor.strides().vec();
  const auto size = static_cast<std::int64_t>(tensor.element_size());
  for (std::int64_t& stride : strides) stride *= size;
  return strides;
}

}  // namespace

std::vector<std::int64_t> contiguous_strides(const std::vector<std::int64_t>& shape, std::int64_t itemsize,
                                             bool fortran_order) {
  std::vector<std::int64_t> strides(shape.size());
  std::int64_t stride = itemsize;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const std::size_t dim = fortran_order ? i : shape.size() - 1 - i;
    strides[dim] = stride;
    // As torch and NumPy: an empty axis counts as one, so that strides stay meaningful.
    stride *= std::max<std::int64_t>(shape[dim], 1);
  }
  return strides;
}

bool is_contiguous(const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& strides,
                   std::int64_t itemsize) {
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return true;
  std::int64_t expected = itemsize;
  for (std::size_t dim = shape.size(); dim-- > 0;) {
    if (shape[dim] == 1) continue;
    if (strides[dim] != expected) return false;
    expected *= shape[dim];
  }
  return true;
}

StridedSource strided_source(const at::Tensor& tensor) {
  const ElementType type = require_element_type(tensor);
  return {static_cast<const std::byte*>(tensor.data_ptr()), type, false, tensor.sizes().vec(), byte_strides(tensor)};
}

StridedTarget strided_target(const at::Tensor& tensor) {
  const ElementType type = require_element_type(tensor);
  return {static_cast<std::byte*>(tensor.data_ptr()), type, tensor.sizes().vec(), byte_strides(tensor)};
}

}  // namespace wick
