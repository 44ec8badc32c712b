// SPDX-License-Identifier: MIT
#include <wick/datasets/element_of.hpp>
#include <wick/datasets/from_numpy.hpp>
#include <wick/error.hpp>
#include <wick/transforms/conversion.hpp>

#include "normalise_bools.hpp"
#include "tensor_over.hpp"
#include "unsupported_dtype.hpp"

#include <ATen/ops/empty.h>
#include <fmt/format.h>

#include <string_view>

namespace wick {
namespace {

[[noreturn]] void refuse(const NumpyArray& array, std::string_view fact) {
  const std::string place = array.origin().empty() ? std::string("array") : array.origin();
  throw Error(fmt::format("{}: {}", place, fact));
}

ElementType numeric_element(const NumpyArray& array) {
  const auto element = element_of(array.dtype());
  if (!element) refuse(array, detail::unsupported_dtype(array.dtype()));
  return *element;
}

// The checks of torch.from_numpy in its order, and alignment, which it leaves to chance.
void require_shareable(const NumpyArray& array) {
  const auto itemsize = array.dtype().itemsize;
  for (const auto stride : array.strides()) {
    if (stride % itemsize != 0) {
      refuse(array, fmt::format("a stride of {} bytes is no multiple of the element size {}: use copy_numpy", stride,
                                itemsize));
    }
  }
  for (const auto stride : array.strides()) {
    if (stride < 0) refuse(array, fmt::format("negative stride {}: a tensor's cannot be; use copy_numpy", stride));
  }
  if (array.dtype().is_swapped()) {
    refuse(array, fmt::format("dtype '{}' has the other byte order than this machine: from_numpy shares memory and "
                              "cannot swap bytes; use copy_numpy or a Cast",
                              array.dtype().descr));
  }
}

void require_aligned(const NumpyArray& array, ElementType element) {
  const auto half = is_complex(element) ? 2 : 1;
  const auto alignment = static_cast<std::uintptr_t>(element_size(element) / half);
  if (array.size() > 0 && reinterpret_cast<std::uintptr_t>(array.data()) % alignment != 0) {
    refuse(array, fmt::format("the data is not aligned to {} bytes, as elements of dtype '{}' must be: use copy_numpy",
                              alignment, array.dtype().descr));
  }
}

at::ScalarType shared_dtype(const NumpyArray& array, ElementType element) {
  const auto dtype = scalar_type(element);
  if (!dtype) {
    refuse(array, fmt::format("this LibTorch has no dtype {} (2.3 and later have): use copy_numpy, which widens to {}",
                              element_name(element), element_name(*element_type(tensor_type(element)))));
  }
  return *dtype;
}

at::Tensor copy_through(const NumpyArray& array, ElementType element, const Conversion& conversion) {
  const auto itemsize = static_cast<std::int64_t>(c10::elementSize(conversion.result_type()));
  if (!checked_bytes(array.shape(), itemsize)) {
    refuse(array, fmt::format("shape {} is negative or more than 2**63 bytes", to_string(array.shape())));
  }
  at::Tensor tensor = at::empty(array.shape(), at::TensorOptions(conversion.result_type()).device(at::kCPU));
  const StridedSource source{array.data(), element, array.dtype().is_swapped(), array.shape(), array.strides()};
  try {
    conversion.run(source, strided_target(tensor));
  } catch (const Error& error) {
    refuse(array, error.what());
  }
  if (element == ElementType::boolean && tensor.scalar_type() == at::kBool) {
    detail::normalise_bools({static_cast<std::byte*>(tensor.data_ptr()), static_cast<std::size_t>(tensor.numel())});
  }
  return tensor;
}

template <typename F>
std::vector<at::Tensor> each(std::span<const NumpyArray> arrays, F&& function) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(arrays.size());
  for (const NumpyArray& array : arrays) tensors.push_back(function(array));
  return tensors;
}

}  // namespace

at::Tensor from_numpy(const NumpyArray& array) {
  const auto element = numeric_element(array);
  require_shareable(array);
  const auto dtype = shared_dtype(array, element);
  require_aligned(array, element);
  try {
    return detail::tensor_over(array.data(), dtype, array.shape(), array.strides(), array.owner());
  } catch (const Error& error) {
    refuse(array, error.what());
  }
}

std::vector<at::Tensor> from_numpy(std::span<const NumpyArray> arrays) {
  return each(arrays, [](const NumpyArray& array) { return from_numpy(array); });
}

at::Tensor copy_numpy(const NumpyArray& array) {
  const auto element = numeric_element(array);
  return copy_through(array, element, Conversion(element, {}));
}

at::Tensor copy_numpy(const NumpyArray& array, at::ScalarType dtype, OutOfRange out_of_range) {
  const auto element = numeric_element(array);
  if (!element_type(dtype)) refuse(array, fmt::format("no conversion to dtype {}", c10::toString(dtype)));
  const ElementwiseStep cast = CastStep{dtype, out_of_range};
  return copy_through(array, element, Conversion(element, {&cast, 1}));
}

std::vector<at::Tensor> copy_numpy(std::span<const NumpyArray> arrays) {
  return each(arrays, [](const NumpyArray& array) { return copy_numpy(array); });
}

std::vector<at::Tensor> copy_numpy(std::span<const NumpyArray> arrays, at::ScalarType dtype, OutOfRange out_of_range) {
  return each(arrays, [&](const NumpyArray& array) { return copy_numpy(array, dtype, out_of_range); });
}

}  // namespace wick
