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
  const NumpyArray native = NumpyArray::empty(swap.native(), array.shape(), array.origin());
  const std::span bytes(native.data(), static_cast<std::size_t>(native.nbytes()));
  detail::copy_in_c_order(array, native.data());
  swap.run(bytes);
  if (is_bool) detail::normalise_bools(bytes);
  return native;
}

}  // namespace wick
