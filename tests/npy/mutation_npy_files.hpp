// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/npy_header.hpp>

#include "header_file.hpp"
#include "mutation_file.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wick::test {

/// Files without pickles, whose headers together pass through every branch of the parser.
inline std::vector<MutationFile> mutation_npy_files() {
  const auto file = [](std::string name, const std::string& header, const std::string& payload) {
    return MutationFile{.name = std::move(name), .format = MutationFormat::npy, .bytes = header + payload};
  };
  const auto numpy = [](std::string_view code, bool fortran, const Shape& shape) {
    return make_npy_header(native_dtype(code), fortran, shape);
  };
  const auto header = [](std::string_view descr, std::string_view shape, int major = 1) {
    return header_file(header_text(descr, shape), major);
  };
  const auto bytes = [](std::size_t count) { return std::string(count, 'A'); };
  return {
      file("plain", numpy("f4", false, {2, 3}), bytes(24)),
      file("Fortran order", numpy("c16", true, {2, 1, 2}), bytes(64)),
      file("0-d", numpy("i8", false, {}), bytes(8)),
      file("empty", numpy("f4", false, {3, 0, 2}), ""),
      file("of Python 2, version 2", header("u\"\\x3cf4\"", "(2L, 3L, )", 2), bytes(24)),
      file("structured, nested, with titles, version 3",
           header("[('\xC3\xA9\\u20ac', '<f4'), (('t', 'b'), '>i4', (2, 2)), ('', '|V3'), ('n', [('x', '<M8[25us]')])]",
                  "(1,)", 3),
           bytes(31)),
      file("structured, sub-arrays", header("[('a', '<f4', (2, 1)), ('b', '|u1')]", "(2,)"), bytes(18)),
      file("strings", header("'<U1'", "(2,)"), std::string("a\0\0\0\xA9\0\0\0", 8)),
      file("bytes", header("'|S3'", "(3, 1)"), bytes(9)),
      file("datetime64", header("'<M8[25us]'", "(2,)"), bytes(16)),
      file("timedelta64, big-endian", header("'>m8[D]'", "(1, 2)", 2), bytes(16)),
      file("long double", header("'<c32'", "(1,)"), std::string(32, '\0')),
  };
}

}  // namespace wick::test
