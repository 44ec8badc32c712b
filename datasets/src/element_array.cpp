// SPDX-License-Identifier: MIT
#include <wick/datasets/element_array.hpp>

#include "element_view.hpp"
#include "normalise_bools.hpp"
#include "strided_copy.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace wick {
namespace {

// The array itself if its bools are 0 or 1, else a copy whose are: other threads may be looking at the file's bytes.
NumpyArray with_normal_bools(const NumpyArray& array) {
  const auto copy = NumpyArray::empty(array.dtype(), array.shape(), array.origin());
  detail::copy_in_c_order(array, copy.data());
  const std::span bytes(copy.data(), static_cast<std::size_t>(copy.nbytes()));
  const std::vector<std::byte> before(bytes.begin(), bytes.end());
  detail::normalise_bools(copy);
  return std::ranges::equal(bytes, before) ? array : copy;
}

}  // namespace

NumpyArray element_array(const ObjectElement& element, std::string_view place) {
  auto array = detail::element_view(element, place);
  const bool has_bools = array.dtype().kind == 'b' || array.dtype().structured;
  return has_bools ? with_normal_bools(array) : array;
}

}  // namespace wick
