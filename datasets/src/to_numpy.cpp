// SPDX-License-Identifier: MIT
#include <wick/datasets/element_of.hpp>
#include <wick/datasets/from_numpy.hpp>
#include <wick/error.hpp>

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace wick {
namespace {

// As tensor.numpy() refuses, in its words where they help.
void require_numpy_memory(const at::Tensor& tensor) {
  if (!tensor.defined()) throw Error("to_numpy: the tensor is undefined");
  if (!tensor.device().is_cpu()) {
    throw Error(fmt::format("to_numpy: the tensor is on {}: NumPy's memory is the CPU's; use tensor.cpu()",
                            tensor.device().str()));
  }
  if (tensor.layout() != at::kStrided) throw Error("to_numpy: the tensor is sparse: use tensor.to_dense()");
  if (tensor.requires_grad()) throw Error("to_numpy: the tensor requires grad: use tensor.detach()");
  if (tensor.is_conj()) throw Error("to_numpy: the tensor is conjugated lazily: use tensor.resolve_conj()");
  if (tensor.is_neg()) throw Error("to_numpy: the tensor is negated lazily: use tensor.resolve_neg()");
}

Dtype numpy_dtype(const at::Tensor& tensor) {
  if (const auto element = element_type(tensor.scalar_type())) {
    if (auto dtype = dtype_of(*element)) return *std::move(dtype);
  }
  throw Error(
      fmt::format("to_numpy: NumPy has no dtype {}: cast the tensor first", c10::toString(tensor.scalar_type())));
}

}  // namespace

NumpyArray to_numpy(const at::Tensor& tensor) {
  require_numpy_memory(tensor);
  Dtype dtype = numpy_dtype(tensor);
  std::vector<std::int64_t> strides = tensor.strides().vec();
  for (auto& stride : strides) stride *= dtype.itemsize;
  return NumpyArray(std::move(dtype), tensor.sizes().vec(), std::move(strides),
                    static_cast<std::byte*>(tensor.data_ptr()), std::make_shared<const at::Tensor>(tensor));
}

}  // namespace wick
