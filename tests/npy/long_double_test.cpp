// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/npy/long_double.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>

#include "header_file.hpp"
#include "numpy_script.hpp"

#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <support/prelude.hpp>

namespace wick {
namespace {

using Catch::Matchers::ContainsSubstring;

constexpr bool has_x87 = std::numeric_limits<long double>::digits == 64;
constexpr auto infinity = std::numeric_limits<double>::infinity();

// A number of 16 bytes, with rubbish where the processor has none.
std::vector<std::byte> number(std::uint64_t mantissa, std::uint16_t exponent) {
  std::vector<std::byte> bytes;
  for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<std::byte>(mantissa >> (8 * i)));
  for (int i = 0; i < 2; ++i) bytes.push_back(static_cast<std::byte>(exponent >> (8 * i)));
  bytes.resize(16, std::byte{0xA5});
  return bytes;
}

double convert(const std::vector<std::byte>& bytes, const std::string& descr = "<f16") {
  double value = 0;
  convert_long_double(test::parse_descr("'" + descr + "'"), bytes, {&value, 1}, "x.npy");
  return value;
}

TEST_CASE("long doubles are rounded to the nearest double", "[npy]") {
  if (!has_x87) return;
  constexpr std::uint64_t one = std::uint64_t{1} << 63;
  CHECK(convert(number(one, 0x3FFF)) == 1.0);
  CHECK(convert(number(one, 0xC000)) == -2.0);
  CHECK(convert(number(0, 0)) == 0.0);
  CHECK(std::signbit(convert(number(0, 0x8000))));
  // 53 bits are kept; halves go to the even one.
  CHECK(convert(number(one | 0x3FF, 0x3FFF)) == 1.0);
  CHECK(convert(number(one | 0x400, 0x3FFF)) == 1.0);
  CHECK(convert(number(one | 0x401, 0x3FFF)) == std::nextafter(1.0, 2.0));
  CHECK(convert(number(one | 0xC00, 0x3FFF)) == 1.0 + 2 * std::numeric_limits<double>::epsilon());
  // Out of range, and at the small end, where rounding happens once.
  CHECK(convert(number(one, 0x3FFF + 1024)) == infinity);
  CHECK(convert(number(~std::uint64_t{0}, 0x3FFF + 1023)) == infinity);
  CHECK(convert(number(one, 0x3FFF - 1074)) == std::numeric_limits<double>::denorm_min());
  CHECK(convert(number(one, 0x3FFF - 1075)) == 0.0);
  CHECK(convert(number(one | 1, 0x3FFF - 1075)) == std::numeric_limits<double>::denorm_min());
  CHECK(convert(number(1, 0)) == 0.0);
  CHECK(convert(number(one, 0x7FFF)) == infinity);
  CHECK(convert(number(one, 0xFFFF)) == -infinity);
  CHECK(std::isnan(convert(number(one | 1, 0x7FFF))));
}

TEST_CASE("the other byte order, 12 bytes and complex numbers are converted too", "[npy]") {
  if (!has_x87) return;
  auto bytes = number(std::uint64_t{3} << 62, 0x4000);
  CHECK(convert({bytes.rbegin(), bytes.rend()}, ">f16") == 3.0);
  const std::vector<std::byte> twelve(bytes.begin(), bytes.begin() + 12);
  CHECK(convert(twelve, "<f12") == 3.0);
  CHECK(convert({twelve.rbegin(), twelve.rend()}, ">f12") == 3.0);
  const auto imaginary = number(std::uint64_t{1} << 63, 0xBFFF);
  bytes.insert(bytes.end(), imaginary.begin(), imaginary.end());
  double complex[2];
  convert_long_double(test::parse_descr("'<c32'"), bytes, complex, "x.npy");
  CHECK(complex[0] == 3.0);
  CHECK(complex[1] == -1.0);
}

TEST_CASE("a number that no x87 makes is refused", "[npy]") {
  const auto [mantissa, exponent] = GENERATE(table<std::uint64_t, std::uint16_t>(
      {{1, 0x3FFF}, {0, 1}, {~std::uint64_t{0} >> 1, 0xC000}, {std::uint64_t{1} << 63, 0}, {0, 0x7FFF}}));
  CHECK_THROWS_AS(convert(number(mantissa, exponent)), NpyError);
  if (has_x87) CHECK_THROWS_WITH(convert(number(mantissa, exponent)), ContainsSubstring("x.npy: number 0 is no long"));
}

TEST_CASE("sizes and dtype must fit", "[npy]") {
  CHECK(is_long_double(test::parse_descr("'<f16'")));
  CHECK(is_long_double(test::parse_descr("'>c32'")));
  CHECK_FALSE(is_long_double(test::parse_descr("'<c16'")));
  CHECK_FALSE(is_long_double(test::parse_descr("'|V16'")));
  const auto bytes = number(0, 0);
  CHECK_THROWS_AS(convert(bytes, "<f8"), NpyError);
  CHECK_THROWS_AS(convert(bytes, "<c16"), NpyError);
  CHECK_THROWS_AS(convert(bytes, "<c32"), NpyError);
  CHECK_THROWS_AS(convert(bytes, "<f12"), NpyError);
  CHECK_THROWS_AS(convert({bytes.begin(), bytes.end() - 1}), NpyError);
  if (has_x87) CHECK_NOTHROW(convert_long_double(test::parse_descr("'<f16'"), {}, {}, "x.npy"));
}

TEST_CASE("long doubles become what NumPy's astype makes of them", "[npy]") {
  const test::TempFolder folder;
  const auto text = test::run_numpy(R"(
if np.dtype('g').str != '<f16' or np.finfo('g').nmant != 63: print('other'); sys.exit()
rng = np.random.default_rng(1)
a = (rng.standard_normal(5000).astype('g') + rng.standard_normal(5000).astype('g') * 2.0**-60) * np.exp2(rng.integers(-1100, 1100, 5000).astype('g'))
a[:9] = [0, -0.0, np.inf, -np.inf, np.nan, 5e-324, 2**53 + 1, 1, -1]
np.save('0.npy', a); np.save('1.npy', a.astype('>g')); np.save('2.npy', (a + 1j * a[::-1]).astype('G'))
for i in range(3): np.load(f'{i}.npy').astype('c16' if i == 2 else 'f8').tofile(f'{i}.f8')
)",
                                    folder.path());
  if (!text) return;
  if (*text == "other\n") return static_cast<void>(std::puts("skipped: no x87 here"));
  REQUIRE(text->empty());
  for (const std::string name : {"0", "1", "2"}) {
    const File file(folder / (name + ".npy"));
    const auto header = read_npy_header(file);
    std::vector<std::byte> payload(static_cast<std::size_t>(header.payload_bytes));
    file.read_at(header.payload_offset, payload);
    std::vector<double> values(payload.size() / 16), expected(values.size());
    convert_long_double(header.dtype, payload, values, file.path());
    File(folder / (name + ".f8")).read_at(0, std::as_writable_bytes(std::span(expected)));
    std::size_t differ = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const bool nans = std::isnan(values[i]) && std::isnan(expected[i]);
      differ += !nans && std::bit_cast<std::uint64_t>(values[i]) != std::bit_cast<std::uint64_t>(expected[i]);
    }
    CHECK(differ == 0);
    CHECK(values.size() == (name == "2" ? 10'000 : 5'000));
  }
}

}  // namespace
}  // namespace wick
