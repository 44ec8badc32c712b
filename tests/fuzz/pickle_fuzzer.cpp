// SPDX-License-Identifier: MIT
//
// Input: the shape of an object array (the number of dimensions, two extents; 1 byte each), its pickle.

#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>
#include <wick/npy/object_array.hpp>

#include "touch_element.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace {

constexpr std::size_t shape_bytes = 3;

std::vector<std::byte> file_of(std::span<const std::uint8_t> input) {
  wick::Dtype dtype{.kind = 'O', .itemsize = 8, .descr = "|O", .has_object = true};
  const wick::Shape extents{input[1], input[2]};
  const auto header = wick::make_npy_header(dtype, false, std::span(extents).first(input[0] % 3));
  // One allocation, as large as the file is, so that the address sanitizer sees a read past the end.
  std::vector<std::byte> file(header.size() + input.size() - shape_bytes);
  std::memcpy(file.data(), header.data(), header.size());
  const auto pickle = input.subspan(shape_bytes);
  if (!pickle.empty()) std::memcpy(file.data() + header.size(), pickle.data(), pickle.size());
  return file;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < shape_bytes) return 0;
  try {
    wick::fuzz::touch_element({wick::parse_object_array(file_of({data, size}), "x.npy")});
  } catch (const wick::NpyError&) {
  }
  return 0;
}
