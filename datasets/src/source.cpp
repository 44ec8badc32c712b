// SPDX-License-Identifier: MIT
#include <wick/datasets/source.hpp>
#include <wick/error.hpp>
#include <wick/transforms/strided.hpp>

#include "normalise_bools.hpp"

#include <fmt/format.h>

#include <utility>

namespace wick {

std::int64_t ArrayInfo::bytes() const {
  const auto bytes = checked_bytes(shape, dtype.itemsize);
  if (!bytes) {
    throw Error(
        fmt::format("shape {} of dtype '{}' is negative or more than 2**63 bytes", to_string(shape), dtype.descr));
  }
  return *bytes;
}

bool Source::read_expected(std::int64_t index, const ArrayInfo& expected, std::span<std::byte> bytes) const {
  if (info(index) != expected) return false;
  read(index, bytes);
  return true;
}

NumpyArray Source::array(std::int64_t index) const {
  const ArrayInfo info = this->info(index);
  const auto memory = NumpyArray::empty(info.dtype, info.shape);
  read(index, {memory.data(), static_cast<std::size_t>(info.bytes())});
  auto strides = contiguous_strides(info.shape, info.dtype.itemsize, info.fortran_order);
  NumpyArray array(info.dtype, info.shape, std::move(strides), memory.data(), memory.owner(), where(index));
  detail::normalise_bools(array);
  return array;
}

std::string Source::where(std::int64_t index) const { return fmt::format("array {}", index); }

}  // namespace wick
