// SPDX-License-Identifier: MIT
#include <wick/datasets/element_array.hpp>

#include "element_view.hpp"
#include "normalise_bools.hpp"
#include "strided_copy.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

namespace wick {
namespace {

// In memory of its own: other threads may be looking at the file's.
NumpyArray with_normal_bools(const NumpyArray& array) {
  const auto copy = NumpyArray::empty(array.dtype(), array.shape());
  detail::copy_in_c_order(array, copy.data());
  const std::span bytes(copy.data(), static_cast<std::size_t>(copy.nbytes()));
  if (std::ranges::all_of(bytes, [](std::byte byte) { return byte <= std::byte{1}; })) return array;
  detail::normalise_bools(bytes);
  return NumpyArray(copy.dtype(), copy.shape(), copy.strides(), copy.data(), copy.owner(), array.origin());
}

}  // namespace

NumpyArray element_array(const ObjectElement& element, std::string_view place) {
  auto array = detail::element_view(element, place);
  return array.dtype().kind == 'b' ? with_normal_bools(array) : array;
}

}  // namespace wick
