// SPDX-License-Identifier: MIT
#include <wick/datasets/native_array.hpp>
#include <wick/npy/byteswap.hpp>

#include "normalise_bools.hpp"
#include "strided_copy.hpp"

#include <span>

namespace wick {

NumpyArray native_array(const NumpyArray& array) {
  const Byteswap swap(array.dtype(), array.origin());
  const bool is_bool = array.dtype().kind == 'b';
  if (swap.is_identity() && array.dtype() == swap.native() && array.c_contiguous() && !is_bool) return array;
  const NumpyArray memory = NumpyArray::empty(swap.native(), array.shape());
  const std::span bytes(memory.data(), static_cast<std::size_t>(memory.nbytes()));
  detail::copy_in_c_order(array, memory.data());
  swap.run(bytes);
  if (is_bool) detail::normalise_bools(bytes);
  return NumpyArray(memory.dtype(), memory.shape(), memory.strides(), memory.data(), memory.owner(), array.origin());
}

}  // namespace wick
