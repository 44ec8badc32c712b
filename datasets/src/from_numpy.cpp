// SPDX-License-Identifier: MIT
#include <wick/datasets/element_of.hpp>
#include <wick/datasets/from_numpy.hpp>
#include <wick/error.hpp>
#include <wick/transforms/conversion.hpp>

#include "normalise_bools.hpp"
#include "numeric_form.hpp"
#include "strided_copy.hpp"
#include "tensor_over.hpp"
#include "unsupported_dtype.hpp"

#include <ATen/ops/empty.h>
#include <fmt/format.h>

#include <string_view>

namespace wick {
namespace {

using detail::LongDoubles;
using detail::NumericForm;

[[noreturn]] void refuse(const NumpyArray& array, std::string_view fact) {
  const std::string place = array.origin().empty() ? std::string("array") : array.origin();
  throw Error(fmt::format("{}: {}", place, fact));
}

NumericForm form_of(const NumpyArray& array, LongDoubles long_doubles = LongDoubles::refused) {
  const auto form = detail::numeric_form(array.dtype(), long_doubles);
  if (!form) refuse(array, detail::unsupported_dtype(array.dtype()));
  return *form;
}

// The checks of torch.from_numpy in its order, and alignment, which it leaves to chance.
void require_shareable(const NumpyArray& array, const NumericForm& form) {
  if (form.decoded) {
    refuse(array, fmt::format("dtype {} is no tensor's: use copy_numpy, which makes {} of it", array.dtype().descr,
                              element_name(form.element)));
  }
  const auto itemsize = element_size(form.element);
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

// The numbers that the array's bytes stand for, in C order.
NumpyArray decoded(const NumpyArray& array, const NumericForm& form) {
  const NumpyArray packed = detail::in_c_order(array);
  const auto numbers = NumpyArray::empty(dtype_of(form.element).value(), array.shape(), array.origin());
  const std::span<const std::byte> bytes(packed.data(), static_cast<std::size_t>(packed.nbytes()));
  form.decode(array.dtype(), bytes, numbers.data(), array.origin().empty() ? "array" : array.origin());
  return numbers;
}

at::Tensor copy_through(const NumpyArray& array, const NumericForm& form, const Conversion& conversion) {
  if (form.decoded) {
    const auto numbers = decoded(array, form);
    return copy_through(numbers, form_of(numbers), conversion);
  }
  const StridedSource source = detail::numbers_of(array, form);
  const auto itemsize = static_cast<std::int64_t>(c10::elementSize(conversion.result_type()));
  if (!checked_bytes(source.shape, itemsize)) {
    refuse(array, fmt::format("shape {} is negative or more than 2**63 bytes", to_string(source.shape)));
  }
  at::Tensor tensor = at::empty(source.shape, at::TensorOptions(conversion.result_type()).device(at::kCPU));
  try {
    conversion.run(source, strided_target(tensor));
  } catch (const Error& error) {
    refuse(array, error.what());
  }
  if (form.element == ElementType::boolean && tensor.scalar_type() == at::kBool) {
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
  const auto form = form_of(array);
  require_shareable(array, form);
  const auto dtype = shared_dtype(array, form.element);
  require_aligned(array, form.element);
  try {
    return detail::tensor_over(array.data(), dtype, form.shape(array.shape()), form.strides(array.strides()),
                               array.owner());
  } catch (const Error& error) {
    refuse(array, error.what());
  }
}

std::vector<at::Tensor> from_numpy(std::span<const NumpyArray> arrays) {
  return each(arrays, [](const NumpyArray& array) { return from_numpy(array); });
}

at::Tensor copy_numpy(const NumpyArray& array) {
  const auto form = form_of(array);
  return copy_through(array, form, Conversion(form.element, {}));
}

at::Tensor copy_numpy(const NumpyArray& array, at::ScalarType dtype, OutOfRange out_of_range) {
  const auto form = form_of(array, LongDoubles::as_double);
  if (!element_type(dtype)) refuse(array, fmt::format("no conversion to dtype {}", c10::toString(dtype)));
  const ElementwiseStep cast = CastStep{dtype, out_of_range};
  return copy_through(array, form, Conversion(form.element, {&cast, 1}));
}

std::vector<at::Tensor> copy_numpy(std::span<const NumpyArray> arrays) {
  return each(arrays, [](const NumpyArray& array) { return copy_numpy(array); });
}

std::vector<at::Tensor> copy_numpy(std::span<const NumpyArray> arrays, at::ScalarType dtype, OutOfRange out_of_range) {
  return each(arrays, [&](const NumpyArray& array) { return copy_numpy(array, dtype, out_of_range); });
}

}  // namespace wick
