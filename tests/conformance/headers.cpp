// SPDX-License-Identifier: MIT
//
// Prints for each path that comes on standard input one line: `accepted`, descr, shape, order, and `rewritten` if wick
// would write the same header; or `refused` and why.

#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>

#include <fstream>
#include <iostream>
#include <string>

namespace {

bool is_rewritten(const std::string& path, const wick::NpyHeader& header) {
  std::string bytes(static_cast<std::size_t>(header.payload_offset), '\0');
  std::ifstream(path, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return wick::make_npy_header(header.dtype, header.fortran_order, header.shape) == bytes;
}

}  // namespace

int main() {
  for (std::string path; std::getline(std::cin, path);) {
    try {
      const auto header = wick::read_npy_header(path);
      std::cout << "accepted\t" << header.dtype.descr << '\t' << wick::to_string(header.shape) << '\t'
                << (header.fortran_order ? "F" : "C") << '\t' << (is_rewritten(path, header) ? "rewritten" : "other")
                << '\n';
    } catch (const wick::NpyError& error) {
      std::cout << "refused\t" << error.what() << '\n';
    }
  }
}
