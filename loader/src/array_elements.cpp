// SPDX-License-Identifier: MIT
#include "array_elements.hpp"

#include <wick/datasets/element_of.hpp>
#include <wick/datasets/from_numpy.hpp>
#include <wick/error.hpp>
#include <wick/npy/datetime_unit.hpp>

#include "equal_samples.hpp"

#include <c10/core/ScalarType.h>
#include <c10/util/Exception.h>
#include <fmt/format.h>

namespace wick::detail {
namespace {

ArrayElements elements_of(const NumpyArray& array, std::optional<at::ScalarType> dtype) {
  const auto& type = array.dtype();
  if (const auto element = element_of(type)) {
    return {{array.data(), *element, type.is_swapped(), array.shape(), array.strides()}, {}};
  }
  const at::Tensor copy = dtype ? copy_numpy(array, *dtype) : copy_numpy(array);
  return {strided_source(copy), copy};
}

// int64 says nothing of the unit: days and seconds would stand side by side.
void require_same_time_unit(std::span<const NumpyArray> arrays, std::size_t position) {
  const Dtype &dtype = arrays[position].dtype(), &first = arrays.front().dtype();
  if (same_time_unit(dtype, first)) return;
  throw Error(
      fmt::format("{}: dtype '{:.100}' counts in another unit than the '{:.100}' of {}: one unit expected; in "
                  "Python: a.astype(...)",
                  place_of_array(arrays, position), dtype.descr, first.descr, place_of_array(arrays, 0)));
}

}  // namespace

std::vector<ArrayElements> elements_of(std::span<const NumpyArray> arrays, std::optional<at::ScalarType> dtype) {
  if (dtype && !element_type(*dtype)) throw Error(fmt::format("no conversion to dtype {}", c10::toString(*dtype)));
  std::vector<ArrayElements> all;
  all.reserve(arrays.size());
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    require_same_time_unit(arrays, i);
    all.push_back(elements_of(arrays[i], dtype));
  }
  return all;
}

std::string place_of_array(std::span<const NumpyArray> arrays, std::size_t position) {
  const auto& origin = arrays[position].origin();
  return origin.empty() ? fmt::format("array {}", position) : origin;
}

at::ScalarType promoted_dtype(std::span<const NumpyArray> arrays, const std::vector<ArrayElements>& elements) {
  at::ScalarType dtype = tensor_type(elements.front().source.type);
  for (std::size_t i = 1; i < elements.size(); ++i) {
    const at::ScalarType next = tensor_type(elements[i].source.type);
    try {
      dtype = c10::promoteTypes(dtype, next);
    } catch (const c10::Error&) {
      throw Error(fmt::format("{}: dtype {}: LibTorch has no dtype for it and the {} of those before; give a dtype",
                              place_of_array(arrays, i), dtype_name(next), dtype_name(dtype)));
    }
  }
  return dtype;
}

}  // namespace wick::detail
