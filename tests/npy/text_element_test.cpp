// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>
#include <wick/npy/text_element.hpp>

#include "header_file.hpp"
#include "numpy_script.hpp"

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <support/prelude.hpp>

namespace wick {
namespace {

using Catch::Matchers::ContainsSubstring;

std::string decode(const std::string& descr, std::string_view element) {
  return decode_text(test::parse_descr("'" + descr + "'"), std::as_bytes(std::span(element)), "x.npy");
}

// Of each character its 4 bytes.
std::string ucs4(std::u32string_view text, bool big_endian = false) {
  std::string bytes;
  for (const char32_t character : text) {
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(character >> (8 * (big_endian ? 3 - i : i)));
  }
  return bytes;
}

using namespace std::string_view_literals;

TEST_CASE("bytes are given up to the fill", "[npy]") {
  CHECK(decode("|S5", "abcde") == "abcde");
  CHECK(decode("|S5", "ab\0\0\0"sv) == "ab");
  CHECK(decode("|S5", "a\0b\0\0"sv) == "a\0b"sv);
  CHECK(decode("|S5", "\0\0\0\0\0"sv).empty());
  CHECK(decode("|S0", "").empty());
  CHECK(decode("|S2", "\xFF\xE9") == "\xFF\xE9");
}

TEST_CASE("characters become UTF-8 in either byte order", "[npy]") {
  const std::u32string_view text = U"a\u00e9\u20ac\U0001F600\0\0"sv;
  CHECK(decode("<U6", ucs4(text)) == "a\u00e9\u20ac\U0001F600");
  CHECK(decode(">U6", ucs4(text, true)) == "a\u00e9\u20ac\U0001F600");
  CHECK(decode("<U3", ucs4(U"\0a\0"sv)) == "\0a"sv);
  CHECK(decode("<U2", ucs4(U"\U00010000\u0100"sv)) == "\U00010000\u0100");  // whose last bytes are 0
  CHECK(decode(">U2", ucs4(U"\U00010000\u0100"sv, true)) == "\U00010000\u0100");
  CHECK(decode("<U0", "").empty());
}

TEST_CASE("what is no character is refused with its place", "[npy]") {
  const auto character = GENERATE(char32_t{0xD800}, char32_t{0xDFFF}, char32_t{0x110000}, char32_t{0xFFFFFFFF});
  const char32_t text[] = {U'a', character, 0};
  CHECK_THROWS_WITH(decode("<U3", ucs4({text, 3})), ContainsSubstring("x.npy: character 1 of an element"));
  CHECK_THROWS_AS(decode(">U3", ucs4({text, 3}, true)), NpyError);
}

TEST_CASE("only whole elements of text are decoded", "[npy]") {
  CHECK_THROWS_WITH(decode("|S5", "abcd"), ContainsSubstring("4 bytes given"));
  CHECK_THROWS_AS(decode("<U1", "abc"), NpyError);
  CHECK_THROWS_AS(decode("<f4", "abcd"), NpyError);
  CHECK_THROWS_AS(decode("|V4", "abcd"), NpyError);
  Dtype broken;
  broken.kind = 'U';
  broken.itemsize = 3;
  CHECK_THROWS_AS(decode_text(broken, std::as_bytes(std::span("ab")), "x.npy"), NpyError);
}

TEST_CASE("text is what NumPy says it is", "[npy]") {
  const test::TempFolder folder;
  const auto text = test::run_numpy(R"(
words = ['', 'a', 'na\u00efve', '\u20ac 5', '\U0001F600\U0001F600', 'in\0side', ' ends with space ', '\u0100', '\x7f', 'x' * 9]
for number, array in enumerate([np.array(words), np.array(words).astype('>U9'), np.array([w.encode() for w in words])]):
  np.save(f'{number}.npy', array)
  with open(f'{number}.txt', 'wb') as file:
    for word in np.load(f'{number}.npy'): file.write((word if isinstance(word, bytes) else word.encode()) + b'\n')
)",
                                    folder.path());
  if (!text) return;
  REQUIRE(text->empty());
  for (const std::string name : {"0", "1", "2"}) {
    const File file(folder / (name + ".npy"));
    const auto header = read_npy_header(file);
    std::vector<std::byte> element(static_cast<std::size_t>(header.dtype.itemsize));
    std::ifstream lines(folder / (name + ".txt"), std::ios::binary);
    REQUIRE(header.shape == Shape{10});
    for (std::int64_t i = 0; i < header.shape[0]; ++i) {
      file.read_at(header.payload_offset + i * header.dtype.itemsize, element);
      std::string line;
      REQUIRE(std::getline(lines, line));
      CHECK(decode_text(header.dtype, element, file.path()) == line);
    }
  }
}

}  // namespace
}  // namespace wick
