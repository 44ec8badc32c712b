// SPDX-License-Identifier: MIT
#include "npz_array.hpp"

#include <wick/npy/npy_error.hpp>
#include <wick/transforms/strided.hpp>

#include "aligned_bytes.hpp"
#include "normalise_bools.hpp"
#include "unsupported_dtype.hpp"

#include <fmt/format.h>

#include <span>
#include <utility>

namespace wick::detail {

void refuse_objects(const NpzArchive& archive, const NpzArray& array) {
  if (array.header.dtype.has_object) refuse_objects(array.header.dtype, archive.where(array.member));
}

ArrayInfo info_of(const NpzArray& array) {
  const NpyHeader& header = array.header;
  // In fewer than two dimensions the orders are the same; arrays that say Fortran are then like those that do not.
  return {header.dtype, header.shape, header.fortran_order && header.shape.size() > 1};
}

NumpyArray load_array(const NpzArchive& archive, const NpzArray& array, NpzScratch& scratch) {
  refuse_objects(archive, array);
  const NpyHeader& header = array.header;
  // Room before the payload for the header, which is inflated with it.
  const auto headroom = array.payload_in_file ? 0 : (header.payload_offset + 63) / 64 * 64;
  auto memory = aligned_bytes(headroom + header.payload_bytes);
  if (memory == nullptr) {
    throw NpyError(archive.where(array.member), fmt::format("no memory for {} bytes", header.payload_bytes));
  }
  std::byte* data = memory.get() + headroom;
  const std::span payload(data, static_cast<std::size_t>(header.payload_bytes));
  archive.read(array, payload, scratch, static_cast<std::size_t>(headroom));
  auto strides = contiguous_strides(header.shape, header.dtype.itemsize, header.fortran_order);
  NumpyArray result(header.dtype, header.shape, std::move(strides), data, std::move(memory),
                    archive.where(array.member));
  normalise_bools(result);
  return result;
}

}  // namespace wick::detail
