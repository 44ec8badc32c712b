// SPDX-License-Identifier: MIT
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>

#include "header_file.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <support/prelude.hpp>

namespace wick {
namespace {

using test::header_file;
using test::header_text;

// Headers that together pass through every branch of the parser.
std::vector<std::string> headers() {
  return {
      make_npy_header(native_dtype("f4"), false, Shape{2, 3}),
      make_npy_header(native_dtype("c16"), true, Shape{2, 3, 4}),
      header_file(header_text("u\"\\x3cf4\"", "(2L, 3L, )"), 2),
      header_file(
          header_text(
              "[('\xC3\xA9\\u20ac', '<f4'), (('t', 'b'), '>i4', (2, 2)), ('', '|V3'), ('n', [('x', '<M8[25us]')])]",
              "(1,)"),
          3),
      header_file(header_text("'|O'", "()", "True"), 1),
  };
}

// Parses a whole file, whose checks must hold for what comes out. Anything thrown but `NpyError` fails the test.
void parse_whole(const std::string& file) {
  const auto size = static_cast<std::int64_t>(file.size());
  // A copy of its own of exactly this size lets the address sanitizer see a read past the end.
  const std::vector<char> copy(file.begin(), file.end());
  try {
    const auto header = parse_npy_header(std::as_bytes(std::span(copy)), size, "x.npy");
    const bool sound = header.payload_offset <= size && header.payload_bytes <= size - header.payload_offset &&
                       checked_count(header.shape) && header.dtype.itemsize >= 0 &&
                       header.shape.size() <= max_dimensions;
    if (!sound) FAIL("an unsound header of " << file);
  } catch (const NpyError&) {
  }
}

TEST_CASE("a header with any byte changed is sound or an error", "[npy]") {
  for (const auto& header : headers()) {
    auto file = header + std::string(1000, 'x');
    for (std::size_t i = 0; i < header.size(); ++i) {
      const char original = file[i];
      for (int value = 0; value < 256; ++value) {
        file[i] = static_cast<char>(value);
        parse_whole(file);
      }
      file[i] = original;
    }
  }
  SUCCEED();
}

TEST_CASE("a header with pieces left out, doubled or put elsewhere is sound or an error", "[npy]") {
  std::uint64_t state = 1;
  const auto below = [&state](std::size_t bound) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>(state >> 33) % bound;
  };
  for (const auto& header : headers()) {
    const std::size_t begin = header[6] == 1 ? 10 : 12;
    for (int round = 0; round < 4'000; ++round) {
      auto text = header.substr(begin);
      for (auto changes = 1 + below(3); changes > 0; --changes) {
        const auto piece = text.substr(below(text.size()), 1 + below(8));
        if (below(2) == 0) text.erase(below(text.size()), below(8));
        text.insert(below(text.size() + 1), piece);
      }
      parse_whole(header_file(text, header[6]) + std::string(1000, 'x'));
    }
  }
  SUCCEED();
}

}  // namespace
}  // namespace wick
