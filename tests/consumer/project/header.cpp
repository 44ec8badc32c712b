// SPDX-License-Identifier: MIT

// What a project without LibTorch might do: make the header of an array and read it. Fails if it is not what it was.

#include <wick/npy/npy_header.hpp>

#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

int main() {
  const std::vector<std::int64_t> shape = {3, 2};
  const std::string bytes = wick::make_npy_header(wick::native_dtype("f4"), false, shape);
  const auto file_bytes = static_cast<std::int64_t>(bytes.size()) + 24;
  const wick::NpyHeader header = wick::parse_npy_header(std::as_bytes(std::span(bytes)), file_bytes, "made.npy");
  std::printf("%s, %d rows\n", header.dtype.descr.c_str(), static_cast<int>(header.shape[0]));
  return header.payload_bytes == 24 ? 0 : 1;
}
