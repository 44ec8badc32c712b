// SPDX-License-Identifier: MIT
#include <wick/datasets/element_array.hpp>
#include <wick/loader/collate.hpp>
#include <wick/loader/stack_numpy.hpp>

#include "collate_arrays.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace wick {
namespace {

at::Tensor collated(const Collate& collate, std::span<const NumpyArray> arrays, std::optional<at::ScalarType> dtype) {
  if (arrays.empty()) throw Error(fmt::format("{}: no arrays: one at least expected", collate.name()));
  return detail::collate_arrays(collate, arrays, dtype);
}

at::Tensor collated(const Collate& collate, const ObjectArray& array, std::optional<at::ScalarType> dtype) {
  if (array.size() == 0) {
    throw Error(fmt::format("{}: an object array of shape {}: one element at least expected", array.path(),
                            to_string(array.shape())));
  }
  std::vector<NumpyArray> arrays;
  arrays.reserve(static_cast<std::size_t>(array.size()));
  for (std::int64_t i = 0; i < array.size(); ++i) {
    arrays.push_back(element_array(array.element(i), fmt::format("{}[{}]", array.path(), i)));
  }
  return detail::collate_arrays(collate, arrays, dtype);
}

}  // namespace

at::Tensor stack_numpy(const ObjectArray& array, std::optional<at::ScalarType> dtype) {
  return collated(*stack(), array, dtype);
}

at::Tensor stack_numpy(std::span<const NumpyArray> arrays, std::optional<at::ScalarType> dtype) {
  return collated(*stack(), arrays, dtype);
}

at::Tensor cat_numpy(const ObjectArray& array, std::int64_t dim, std::optional<at::ScalarType> dtype) {
  return collated(*cat(dim), array, dtype);
}

at::Tensor cat_numpy(std::span<const NumpyArray> arrays, std::int64_t dim, std::optional<at::ScalarType> dtype) {
  return collated(*cat(dim), arrays, dtype);
}

at::Tensor grid_numpy(const ObjectArray& array, std::optional<std::int64_t> columns, std::int64_t padding, double value,
                      std::optional<at::ScalarType> dtype) {
  return collated(*grid(columns, padding, value), array, dtype);
}

at::Tensor grid_numpy(std::span<const NumpyArray> arrays, std::optional<std::int64_t> columns, std::int64_t padding,
                      double value, std::optional<at::ScalarType> dtype) {
  return collated(*grid(columns, padding, value), arrays, dtype);
}

}  // namespace wick
