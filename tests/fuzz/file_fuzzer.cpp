// SPDX-License-Identifier: MIT
//
// Input: an .npy file of any kind.

#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>
#include <wick/npy/object_array.hpp>

#include "file_text.hpp"
#include "memory_file.hpp"
#include "touch_element.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto path = wick::fuzz::memory_file(std::as_bytes(std::span(data, size)));
    if (wick::read_npy_header(path).dtype.has_object) {
      wick::fuzz::touch_element({wick::read_object_array(path)});
    } else {
      wick::test::text_of_npy(path);
    }
  } catch (const wick::NpyError&) {
  }
  return 0;
}
