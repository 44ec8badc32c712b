// SPDX-License-Identifier: MIT
#include "element_view.hpp"

#include <wick/datasets/element_of.hpp>
#include <wick/npy/ml_dtype.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/transforms/element_named.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <complex>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace wick::detail {
namespace {

std::optional<Dtype> dtype_of_torch(std::string_view name) {
  if (std::ranges::count(ml_dtype_names(), name) > 0) return ml_dtype(name);
  if (const auto element = element_named(name)) return dtype_of(*element);
  return std::nullopt;
}

// What to do about an element that is no array.
std::string_view way_out(const ObjectElement& element) {
  if (element.get_if<ObjectArray>() != nullptr) return "; read_object_array gives its elements one by one";
  if (element.get_if<ObjectList>() != nullptr) return "; save it as an ndarray: np.asarray(element)";
  if (element.get_if<ObjectDict>() != nullptr) return "; save each of its values in an object array of its own";
  if (element.get_if<std::monostate>() != nullptr) return "; leave it out when saving: a[[x is not None for x in a]]";
  return "; read_object_array gives it as it is";
}

struct ViewElement {
  const ObjectElement& element;
  std::string_view place;

  NumpyArray operator()(const ObjectNdarray& array) const {
    return NumpyArray(array.dtype, array.shape, array.strides, array.bytes.data(), array.owner, std::string(place));
  }

  NumpyArray operator()(const ObjectTensor& tensor) const {
    auto dtype = dtype_of_torch(tensor.dtype);
    if (!dtype) {
      const auto wider = tensor.dtype.starts_with("complex") ? "complex64" : "float32";
      throw NpyError(place, fmt::format("{}: NumPy has no such dtype; save it as another: tensor.to(torch.{})",
                                        describe(element), wider));
    }
    auto strides = tensor.strides;
    for (auto& stride : strides) stride *= tensor.itemsize;
    std::byte* data = tensor.storage.data() + tensor.storage_offset * tensor.itemsize;
    return NumpyArray(*std::move(dtype), tensor.sizes, std::move(strides), data, tensor.owner, std::string(place));
  }

  NumpyArray operator()(bool value) const { return number("b1", value); }
  NumpyArray operator()(std::int64_t value) const { return number("i8", value); }
  NumpyArray operator()(double value) const { return number("f8", value); }
  NumpyArray operator()(const std::complex<double>& value) const { return number("c16", value); }

  template <typename T>
  NumpyArray operator()(const T&) const {
    throw NpyError(place, fmt::format("the element is {}: an ndarray, a torch tensor or a number expected{}",
                                      describe(element), way_out(element)));
  }

  template <typename T>
  NumpyArray number(std::string_view code, const T& value) const {
    const auto array = NumpyArray::empty(native_dtype(code), {}, std::string(place));
    std::memcpy(array.data(), &value, sizeof value);
    return array;
  }
};

}  // namespace

NumpyArray element_view(const ObjectElement& element, std::string_view place) {
  return std::visit(ViewElement{element, place}, element.value);
}

}  // namespace wick::detail
