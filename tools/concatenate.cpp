// SPDX-License-Identifier: MIT
#include "concatenate.hpp"

#include <wick/npy/npy_error.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <cstring>
#include <span>
#include <string>

namespace wick::tools {

namespace {

std::size_t position(std::int64_t dim, const Shape& shape, const std::string& place) {
  const auto dimensions = static_cast<std::int64_t>(shape.size());
  if (dim >= -dimensions && dim < dimensions) return static_cast<std::size_t>(dim < 0 ? dim + dimensions : dim);
  throw NpyError(place, fmt::format("--cat {}: no such dimension in shape {}", dim, to_string(shape)));
}

bool alike(Shape shape, const Shape& first, std::size_t axis) {
  if (shape.size() != first.size()) return false;
  shape[axis] = first[axis];
  return shape == first;
}

Shape shape_of_all(std::span<const NumpyArray> arrays, std::size_t axis) {
  const NumpyArray& first = arrays.front();
  Shape shape = first.shape();
  for (const NumpyArray& next : arrays.subspan(1)) {
    if (next.dtype() != first.dtype() || !alike(next.shape(), first.shape(), axis)) {
      throw NpyError(next.origin(),
                     fmt::format("dtype '{:.100}' and shape {}: {} has dtype '{:.100}' and shape {}, and "
                                 "they may differ in dimension {} only",
                                 next.dtype().descr, to_string(next.shape()), first.origin(), first.dtype().descr,
                                 to_string(first.shape()), axis));
    }
    if (__builtin_add_overflow(shape[axis], next.shape()[axis], &shape[axis])) {
      throw NpyError(next.origin(), fmt::format("more than 2**63 in dimension {} of all", axis));
    }
  }
  return shape;
}

/// Bytes of what lies behind the axes before `axis`.
std::int64_t inner_bytes(const Shape& shape, std::size_t axis, std::int64_t itemsize) {
  return checked_bytes(std::span(shape).subspan(axis), itemsize).value();
}

/// Copies the bytes of each outer index to `target`, which has more of them.
void place(const NumpyArray& part, std::size_t axis, std::byte* target, std::int64_t step) {
  const auto inner = inner_bytes(part.shape(), axis, part.dtype().itemsize);
  for (std::int64_t at = 0; at < part.nbytes(); at += inner, target += step) {
    std::memcpy(target, part.data() + at, static_cast<std::size_t>(inner));
  }
}

}  // namespace

NumpyArray concatenate(std::span<const NumpyArray> arrays, std::int64_t dim) {
  const NumpyArray& first = arrays.front();
  const std::size_t axis = position(dim, first.shape(), first.origin());
  const NumpyArray all = NumpyArray::empty(first.dtype(), shape_of_all(arrays, axis), first.origin());
  const std::int64_t step = inner_bytes(all.shape(), axis, first.dtype().itemsize);
  std::byte* target = all.data();
  for (const NumpyArray& array : arrays) {
    place(array, axis, target, step);
    target += inner_bytes(array.shape(), axis, array.dtype().itemsize);
  }
  return all;
}

}  // namespace wick::tools
