// SPDX-License-Identifier: MIT
#include <wick/error.hpp>

#include "arrays.hpp"

#include <ATen/ops/full.h>
#include <c10/util/Half.h>

#include <cmath>
#include <cstring>
#include <limits>

#include <support/prelude.hpp>

using Catch::Matchers::ContainsSubstring;
using wick::ElementType;
using wick::OutOfRange;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

template <typename T>
at::Tensor cast(ElementType type, const std::vector<T>& values, at::ScalarType dtype, OutOfRange policy) {
  const arrays::Shape shape = {static_cast<std::int64_t>(values.size())};
  arrays::Bytes bytes(values.size() * sizeof(T));
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return arrays::convert(arrays::view_of(type, bytes, shape), {wick::CastStep{dtype, policy}});
}

template <typename T>
std::vector<T> list(const at::Tensor& tensor) {
  return std::vector<T>(tensor.data_ptr<T>(), tensor.data_ptr<T>() + tensor.numel());
}

std::vector<double> doubles(const at::Tensor& tensor) { return list<double>(tensor.to(at::kDouble)); }

}  // namespace

TEST_CASE("wrap truncates floats and keeps the low bits of every size", "[transforms]") {
  const std::vector<double> values = {300.9,  -1.5,       -129,     65536 + 7, 4294967296.0 * 5 + 3, -0x1p40 - 2,
                                      0x1p63, 0x1p64 * 3, infinity, -infinity, not_a_number,         0x1p70 + 0x1p30};
  const auto wrap = OutOfRange::wrap;
  CHECK(list<std::uint8_t>(cast(ElementType::float64, values, at::kByte, wrap)) ==
        std::vector<std::uint8_t>{44, 255, 127, 7, 3, 254, 0, 0, 0, 0, 0, 0});
  CHECK(list<std::int16_t>(cast(ElementType::float64, values, at::kShort, wrap)) ==
        std::vector<std::int16_t>{300, -1, -129, 7, 3, -2, 0, 0, 0, 0, 0, 0});
  CHECK(list<std::int64_t>(cast(ElementType::float64, values, at::kLong, wrap)) ==
        std::vector<std::int64_t>{300, -1, -129, 65543, 21474836483, -1099511627778,
                                  std::numeric_limits<std::int64_t>::min(), 0, 0, 0, 0, std::int64_t{1} << 30});
}

TEST_CASE("wrap gives torch's uint8 of floats within int64", "[transforms]") {
  std::vector<float> values;
  for (int i = -3000; i < 3000; ++i) values.push_back(static_cast<float>(i) * 1234.567f);
  const at::Tensor floats = cast(ElementType::float32, values, at::kFloat, OutOfRange::wrap);
  CHECK(arrays::identical(cast(ElementType::float32, values, at::kByte, OutOfRange::wrap), floats.to(at::kByte)));
}

TEST_CASE("saturate gives the nearest value that the dtype holds", "[transforms]") {
  const auto saturate = OutOfRange::saturate;
  const std::vector<double> values = {-infinity, -1e300, -129,   -1.5,  0.99,     255.5,
                                      256,       0x1p31, 0x1p63, 1e300, infinity, not_a_number};
  CHECK(list<std::uint8_t>(cast(ElementType::float64, values, at::kByte, saturate)) ==
        std::vector<std::uint8_t>{0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 0});
  CHECK(list<std::int8_t>(cast(ElementType::float64, values, at::kChar, saturate)) ==
        std::vector<std::int8_t>{-128, -128, -128, -1, 0, 127, 127, 127, 127, 127, 127, 0});
  constexpr auto low = std::numeric_limits<std::int64_t>::min();
  constexpr auto high = std::numeric_limits<std::int64_t>::max();
  CHECK(list<std::int64_t>(cast(ElementType::float64, values, at::kLong, saturate)) ==
        std::vector<std::int64_t>{low, low, -129, -1, 0, 255, 256, 1ll << 31, high, high, high, 0});
  CHECK(list<std::int32_t>(
            cast(ElementType::float32, std::vector<float>{3e9f, -3e9f, 2147483520.f, -0x1p31f}, at::kInt, saturate)) ==
        std::vector<std::int32_t>{2147483647, -2147483647 - 1, 2147483520, -2147483647 - 1});
  CHECK(list<std::uint8_t>(cast(ElementType::int64, std::vector<std::int64_t>{low, -1, 0, 255, 256, high}, at::kByte,
                                saturate)) == std::vector<std::uint8_t>{0, 0, 0, 255, 255, 255});
  CHECK(list<std::int32_t>(cast(ElementType::uint64, std::vector<std::uint64_t>{~0ull, 5}, at::kInt, saturate)) ==
        std::vector<std::int32_t>{2147483647, 5});
}

TEST_CASE("saturate to a float keeps infinities and NaN and stops at the largest finite number", "[transforms]") {
  const auto saturate = OutOfRange::saturate;
  const auto half = doubles(cast(
      ElementType::float64, std::vector<double>{1e300, -65520, 65519.9, infinity, not_a_number}, at::kHalf, saturate));
  CHECK(std::vector<double>(half.begin(), half.end() - 1) == std::vector<double>{65504, -65504, 65504, infinity});
  CHECK(std::isnan(half.back()));
  const double largest = std::numeric_limits<float>::max();
  CHECK(doubles(cast(ElementType::float64, std::vector<double>{1e300, -1e39, 1}, at::kFloat, saturate)) ==
        std::vector<double>{largest, -largest, 1});
  CHECK(doubles(cast(ElementType::int64, std::vector<std::int64_t>{70000, -70000}, at::kHalf, saturate)) ==
        std::vector<double>{65504, -65504});
  CHECK(doubles(cast(ElementType::float32, std::vector<float>{3.4e38f}, at::kBFloat16, saturate))[0] < 3.4e38);
}

TEST_CASE("raise names the value, the dtype and the way out", "[transforms]") {
  const auto raise = OutOfRange::raise;
  CHECK_THROWS_WITH(
      cast(ElementType::int16, std::vector<std::int16_t>{1, 300, 999}, at::kByte, raise),
      ContainsSubstring("Cast(uint8): 300 does not fit in uint8 (0 to 255)") && ContainsSubstring("saturate"));
  CHECK_THROWS_WITH(cast(ElementType::float32, std::vector<float>{1, -1, -1.25f}, at::kByte, raise),
                    ContainsSubstring("-1 does"));
  CHECK_THROWS_WITH(cast(ElementType::float64, std::vector<double>{not_a_number}, at::kLong, raise),
                    ContainsSubstring("nan does not fit"));
  CHECK_THROWS_WITH(cast(ElementType::float64, std::vector<double>{0x1p63}, at::kLong, raise),
                    ContainsSubstring("e+18 does not fit"));
  CHECK_THROWS_WITH(cast(ElementType::float64, std::vector<double>{65520}, at::kHalf, raise),
                    ContainsSubstring("65520 does not fit"));
  CHECK_THROWS_AS(cast(ElementType::float64, std::vector<double>{1, 1e300}, at::kComplexFloat, raise), wick::Error);
}

TEST_CASE("raise lets through whatever fits", "[transforms]") {
  const auto raise = OutOfRange::raise;
  CHECK(list<std::uint8_t>(cast(ElementType::float32, std::vector<float>{-0.99f, 255.99f}, at::kByte, raise)) ==
        std::vector<std::uint8_t>{0, 255});
  CHECK(list<std::int64_t>(cast(ElementType::float64, std::vector<double>{-0x1p63}, at::kLong, raise))[0] ==
        std::numeric_limits<std::int64_t>::min());
  CHECK(doubles(cast(ElementType::float64, std::vector<double>{infinity, 65519}, at::kHalf, raise)) ==
        std::vector<double>{infinity, 65504});
  CHECK(list<bool>(cast(ElementType::int32, std::vector<std::int32_t>{7, 0}, at::kBool, raise)) ==
        std::vector<bool>{true, false});
}

TEST_CASE("a policy changes nothing about values that fit", "[transforms]") {
  for (const ElementType from : arrays::all_types) {
    for (const ElementType to : arrays::all_types) {
      const auto dtype = wick::scalar_type(to);
      if (!dtype || wick::element_size(from) != 1) continue;
      INFO(wick::element_name(from) << " to " << wick::element_name(to));
      // Numbers up to 1 fit every type.
      const arrays::Bytes bytes = arrays::elements(ElementType::boolean, to, 700);
      const auto source = arrays::view_of(from, bytes, {700});
      const at::Tensor expected = arrays::convert(source, {wick::CastStep{*dtype}});
      CHECK(arrays::identical(arrays::convert(source, {wick::CastStep{*dtype, OutOfRange::saturate}}), expected));
      CHECK(arrays::identical(arrays::convert(source, {wick::CastStep{*dtype, OutOfRange::raise}}), expected));
    }
  }
}

TEST_CASE("an uint64 that the tensor cannot hold is an error unless it is cast first", "[transforms]") {
  const std::vector<std::uint64_t> values = {1, ~std::uint64_t{0}};
  arrays::Bytes bytes(16);
  std::memcpy(bytes.data(), values.data(), 16);
  const auto source = arrays::view_of(ElementType::uint64, bytes, {2});
  if (!wick::scalar_type(ElementType::uint64)) {
    CHECK_THROWS_WITH(arrays::convert(source, {}), ContainsSubstring("18446744073709551615 does not fit in int64"));
    CHECK_THROWS_AS(arrays::convert(source, {wick::ScaleStep{2}}), wick::Error);
  }
  CHECK(doubles(arrays::convert(source, {wick::CastStep{at::kDouble}})) == std::vector<double>{1, 0x1p64});
}

TEST_CASE("a cast to a dtype without a NumPy counterpart is refused", "[transforms]") {
  CHECK_THROWS_WITH(cast(ElementType::float32, std::vector<float>{1}, at::kQInt8, OutOfRange::wrap),
                    ContainsSubstring("QInt8"));
}
