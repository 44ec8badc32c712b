// SPDX-License-Identifier: MIT
//
// Input: the beginning of an .npy file, of which nothing is said to follow, or much.

#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>

#include "file_text.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace {

// Each field by its name, its path below `path`, and a name that may be another's.
void find_fields(const wick::Dtype& dtype, const wick::Dtype& within, const std::string& path) {
  for (const auto& field : wick::fields_of(within, "x.npy")) {
    const auto name = path + field.name;
    wick::find_field(dtype, name, "x.npy");
    if (field.dtype.structured) find_fields(dtype, field.dtype, name + ".");
    try {
      wick::find_field(dtype, name + "x", "x.npy");
    } catch (const wick::NpyError&) {
    }
  }
}

void parse(std::span<const std::byte> bytes, std::int64_t file_bytes) {
  try {
    const auto header = wick::parse_npy_header(bytes, file_bytes, "x.npy");
    wick::test::check_sound(header, file_bytes);
    wick::test::text_of_dtype(header.dtype);
    if (header.dtype.structured) find_fields(header.dtype, header.dtype, "");
  } catch (const wick::NpyError&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  parse(bytes, static_cast<std::int64_t>(size));
  parse(bytes, std::int64_t{1} << 40);
  return 0;
}
