// SPDX-License-Identifier: MIT
#include "raw_elements.hpp"

#include <wick/error.hpp>

#include <ATen/ops/empty.h>
#include <fmt/format.h>

namespace wick::detail {
namespace {

// Stands for every type of its size.
ElementType raw_type(const at::Tensor& tensor) {
  if (!tensor.device().is_cpu() || tensor.layout() != at::kStrided || tensor.is_conj() || tensor.is_neg()) {
    throw Error(
        fmt::format("copy of a tensor on device '{}': only dense CPU tensors without a pending conjugate or "
                    "negation can be copied here; use .cpu(), .to_dense(), .resolve_conj() or .resolve_neg() first",
                    tensor.device().str()));
  }
  switch (tensor.element_size()) {
    case 1:
      return ElementType::uint8;
    case 2:
      return ElementType::uint16;
    case 4:
      return ElementType::uint32;
    case 8:
      return ElementType::uint64;
    case 16:
      return ElementType::complex128;
    default:
      throw Error(fmt::format("copy of a tensor: dtype {} cannot be copied here", c10::toString(tensor.scalar_type())));
  }
}

std::vector<std::int64_t> byte_strides(const at::Tensor& tensor) {
  std::vector<std::int64_t> strides = tensor.strides().vec();
  for (std::int64_t& stride : strides) stride *= static_cast<std::int64_t>(tensor.element_size());
  return strides;
}

}  // namespace

StridedSource raw_source(const at::Tensor& tensor) {
  return {static_cast<const std::byte*>(tensor.data_ptr()), raw_type(tensor), false, tensor.sizes().vec(),
          byte_strides(tensor)};
}

StridedTarget raw_target(const at::Tensor& tensor) {
  return {static_cast<std::byte*>(tensor.data_ptr()), raw_type(tensor), tensor.sizes().vec(), byte_strides(tensor)};
}

TensorInfo info_of(const Transform& transform, const at::Tensor& tensor) {
  if (!tensor.defined()) {
    throw Error(transform.name() +
                ": the tensor is undefined: the step before returned nothing; return a tensor there");
  }
  return {tensor.scalar_type(), tensor.sizes().vec()};
}

at::Tensor empty_like(const at::Tensor& like, const std::vector<std::int64_t>& shape) {
  return at::empty(shape, like.options());
}

}  // namespace wick::detail
