// SPDX-License-Identifier: MIT
#include "strided_copy.hpp"

#include <cstring>

namespace wick::detail {
namespace {

template <std::size_t size>
std::byte* copy_elements(const std::byte* source, std::int64_t stride, std::int64_t count, std::byte* target) {
  for (std::int64_t i = 0; i < count; ++i, source += stride, target += size) std::memcpy(target, source, size);
  return target;
}

// One row of elements. The sizes of numeric dtypes get loops of their own: a memcpy of a known size is one instruction.
std::byte* copy_row(const std::byte* source, std::int64_t stride, std::int64_t count, std::int64_t itemsize,
                    std::byte* target) {
  if (stride == itemsize) {
    std::memcpy(target, source, static_cast<std::size_t>(count * itemsize));
    return target + count * itemsize;
  }
  switch (itemsize) {
    case 1:
      return copy_elements<1>(source, stride, count, target);
    case 2:
      return copy_elements<2>(source, stride, count, target);
    case 4:
      return copy_elements<4>(source, stride, count, target);
    case 8:
      return copy_elements<8>(source, stride, count, target);
    default:
      for (std::int64_t i = 0; i < count; ++i, source += stride, target += itemsize) {
        std::memcpy(target, source, static_cast<std::size_t>(itemsize));
      }
      return target;
  }
}

std::byte* copy_axis(const NumpyArray& array, std::size_t axis, const std::byte* source, std::byte* target) {
  const auto extent = array.shape()[axis];
  const auto stride = array.strides()[axis];
  if (axis + 1 == array.shape().size()) return copy_row(source, stride, extent, array.dtype().itemsize, target);
  for (std::int64_t i = 0; i < extent; ++i, source += stride) target = copy_axis(array, axis + 1, source, target);
  return target;
}

}  // namespace

void copy_in_c_order(const NumpyArray& array, std::byte* target) {
  if (array.nbytes() == 0) return;
  if (array.c_contiguous()) {
    std::memcpy(target, array.data(), static_cast<std::size_t>(array.nbytes()));
  } else {
    copy_axis(array, 0, array.data(), target);
  }
}

NumpyArray in_c_order(const NumpyArray& array) {
  if (array.c_contiguous()) return array;
  NumpyArray ordered = NumpyArray::empty(array.dtype(), array.shape());
  copy_in_c_order(array, ordered.data());
  return ordered;
}

}  // namespace wick::detail
