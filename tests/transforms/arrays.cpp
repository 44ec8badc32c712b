// SPDX-License-Identifier: MIT
#include "arrays.hpp"

#include <ATen/ops/empty.h>
#include <c10/util/BFloat16.h>
#include <c10/util/Half.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace arrays {
namespace {

using wick::ElementType;

template <typename T>
void put(Bytes& bytes, T value) {
  const auto* begin = reinterpret_cast<const std::byte*>(&value);
  bytes.insert(bytes.end(), begin, begin + sizeof(T));
}

bool is_integer(ElementType type) { return type >= ElementType::int8 && type <= ElementType::uint64; }

/// Bits that an integer type has for its magnitude.
int digits(ElementType type) {
  const bool is_signed = type <= ElementType::int64;
  return static_cast<int>(8 * wick::element_size(type)) - (is_signed ? 1 : 0);
}

std::uint64_t random_bits(wick::SampleRandom& random) {
  const std::uint64_t high = random.bits();
  return (high << 32 | random.bits()) >> random.below(64);
}

std::uint64_t integer(std::int64_t i, wick::SampleRandom& random) {
  constexpr std::uint64_t edges[] = {0,
                                     1,
                                     127,
                                     128,
                                     255,
                                     256,
                                     32767,
                                     32768,
                                     65504,
                                     65519,
                                     65520,
                                     65535,
                                     65536,
                                     16777217,
                                     2147483647,
                                     2147483648,
                                     4294967295,
                                     9007199254740993,
                                     std::uint64_t{1} << 62,
                                     ~std::uint64_t{0} >> 1};
  const auto edge = static_cast<std::size_t>(i) / 2;
  const std::uint64_t value = edge < std::size(edges) ? edges[edge] : random_bits(random);
  return i % 2 == 0 ? value : 0 - value;
}

double special(std::int64_t i) {
  using limits = std::numeric_limits<double>;
  const double values[] = {
      0.0,    -0.0,          limits::infinity(), -limits::infinity(), limits::quiet_NaN(),    65504,  65519.99,
      65520,  -65520,        5.9604645e-08,      2.9802322e-08,       3.4028235677973366e+38, 3.4e38, 1e-45,
      1e-310, 1.0 + 0x1p-11, 1.0 + 3 * 0x1p-11,  1.0 + 0x1p-8};
  return values[static_cast<std::size_t>(i) % std::size(values)];
}

double real(std::int64_t i, ElementType from, ElementType to, wick::SampleRandom& random) {
  if (is_integer(to)) {
    // Stays inside, also after it is rounded to a float of few digits or little range.
    const int most = from == ElementType::float16 ? std::min(digits(to), 15) : digits(to);
    const double magnitude = std::ldexp(random.uniform() * 0.99, static_cast<int>(random.below(most + 1)));
    const bool negative = to <= ElementType::int64 && random.uniform() < 0.5;
    return negative ? -magnitude : magnitude;
  }
  if (i < 18) return special(i);
  return std::ldexp(random.uniform() * 2 - 1, static_cast<int>(random.below(40)) - 20);
}

void put_integer(Bytes& bytes, ElementType type, std::uint64_t value) {
  // torch below 2.3 holds them in int64.
  if (type == ElementType::uint64) value >>= 1;
  const auto* begin = reinterpret_cast<const std::byte*>(&value);
  bytes.insert(bytes.end(), begin, begin + wick::element_size(type));
}

void put_real(Bytes& bytes, ElementType type, double value) {
  switch (type) {
    case ElementType::float16:
      return put(bytes, c10::Half(static_cast<float>(value)));
    case ElementType::bfloat16:
      return put(bytes, c10::BFloat16(static_cast<float>(value)));
    case ElementType::float32:
    case ElementType::complex64:
      return put(bytes, static_cast<float>(value));
    default:
      return put(bytes, value);
  }
}

}  // namespace

Bytes elements(ElementType from, ElementType to, std::int64_t count) {
  wick::SampleRandom random({.seed = 1, .epoch = static_cast<std::uint64_t>(from), .index = static_cast<int>(to)});
  Bytes bytes;
  for (std::int64_t i = 0; i < count; ++i) {
    if (from == ElementType::boolean) {
      put(bytes, static_cast<std::uint8_t>(random.below(2)));
    } else if (is_integer(from)) {
      put_integer(bytes, from, integer(i, random));
    } else {
      put_real(bytes, from, real(i, from, to, random));
      if (wick::is_complex(from)) put_real(bytes, from, real(count - i, from, to, random));
    }
  }
  return bytes;
}

Bytes swapped(ElementType type, Bytes bytes) {
  const auto size = static_cast<std::ptrdiff_t>(wick::element_size(type) / (wick::is_complex(type) ? 2 : 1));
  for (auto at = bytes.begin(); at != bytes.end(); at += size) std::reverse(at, at + size);
  return bytes;
}

at::Tensor tensor_of(ElementType type, const Bytes& bytes, const Shape& shape) {
  at::Tensor tensor = at::empty(shape, at::TensorOptions().dtype(wick::tensor_type(type)));
  if (bytes.empty()) return tensor;
  if (wick::scalar_type(type)) {
    std::memcpy(tensor.data_ptr(), bytes.data(), bytes.size());
    return tensor;
  }
  // An unsigned type that this LibTorch holds in a wider one.
  const auto from = static_cast<std::size_t>(wick::element_size(type));
  const std::size_t to = tensor.element_size();
  auto* data = static_cast<std::byte*>(tensor.data_ptr());
  for (std::size_t i = 0; i < bytes.size() / from; ++i) {
    std::memset(data + i * to, 0, to);
    std::memcpy(data + i * to, bytes.data() + i * from, from);
  }
  return tensor;
}

wick::StridedSource view_of(ElementType type, const Bytes& bytes, const Shape& shape) {
  return {bytes.data(), type, false, shape, wick::contiguous_strides(shape, wick::element_size(type))};
}

at::Tensor convert(const wick::StridedSource& source, const std::vector<wick::ElementwiseStep>& steps) {
  const wick::Conversion conversion(source.type, steps);
  at::Tensor result = at::empty(source.shape, at::TensorOptions().dtype(conversion.result_type()));
  conversion.run(source, wick::strided_target(result));
  return result;
}

bool identical(const at::Tensor& a, const at::Tensor& b) {
  if (a.scalar_type() != b.scalar_type() || a.sizes() != b.sizes()) return false;
  const at::Tensor x = a.contiguous();
  const at::Tensor y = b.contiguous();
  if (x.nbytes() == 0 || std::memcmp(x.data_ptr(), y.data_ptr(), x.nbytes()) == 0) return true;
  if (!x.is_floating_point() && !x.is_complex()) return false;
  const at::Tensor wide_x = x.to(at::kComplexDouble).reshape({-1});
  const at::Tensor wide_y = y.to(at::kComplexDouble).reshape({-1});
  const auto* p = static_cast<const double*>(wide_x.data_ptr());
  const auto* q = static_cast<const double*>(wide_y.data_ptr());
  return std::equal(p, p + 2 * x.numel(), q, [](double u, double v) {
    return (std::isnan(u) && std::isnan(v)) || (u == v && std::signbit(u) == std::signbit(v));
  });
}

}  // namespace arrays
