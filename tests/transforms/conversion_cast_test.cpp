// SPDX-License-Identifier: MIT
#include "arrays.hpp"

#include <c10/util/Half.h>

#include <cstring>

#include <support/prelude.hpp>

using arrays::all_types;
using arrays::Bytes;
using wick::ElementType;

namespace {

constexpr std::int64_t count = 1537;

/// A copy of the bytes that begins at an odd address and has `stride` bytes from element to element.
struct Spread {
  Bytes bytes;
  wick::StridedSource source;

  Spread(ElementType type, const Bytes& elements, std::int64_t stride) {
    const std::int64_t size = wick::element_size(type);
    const std::int64_t number = static_cast<std::int64_t>(elements.size()) / size;
    bytes.resize(static_cast<std::size_t>(number * std::abs(stride) + size + 2));
    std::byte* first = bytes.data() + 1 + (stride < 0 ? -stride * (number - 1) : 0);
    for (std::int64_t i = 0; i < number; ++i) std::memcpy(first + i * stride, elements.data() + i * size, size);
    source = {first, type, false, {number}, {stride}};
  }
};

/// What torch makes of it; of complex numbers to bool what it does now and NumPy always did: LibTorch 1.13 looks at the
/// real part alone.
at::Tensor torch_cast(const at::Tensor& tensor, at::ScalarType dtype) {
  return tensor.is_complex() && dtype == at::kBool ? tensor.ne(0) : tensor.to(dtype);
}

template <typename Check>
void for_every_pair(Check check) {
  for (const ElementType from : all_types) {
    for (const ElementType to : all_types) {
      const auto dtype = wick::scalar_type(to);
      if (!dtype) continue;
      INFO(wick::element_name(from) << " to " << wick::element_name(to));
      const Bytes bytes = arrays::elements(from, to, count);
      const at::Tensor expected = torch_cast(arrays::tensor_of(from, bytes, {count}), *dtype);
      check(from, bytes, *dtype, expected);
    }
  }
}

}  // namespace

TEST_CASE("a cast of any element type to any dtype gives torch's bits", "[transforms]") {
  for_every_pair([](ElementType from, const Bytes& bytes, at::ScalarType dtype, const at::Tensor& expected) {
    const auto source = arrays::view_of(from, bytes, {count});
    CHECK(arrays::identical(arrays::convert(source, {wick::CastStep{dtype}}), expected));
  });
}

TEST_CASE("a cast from the other byte order gives the same", "[transforms]") {
  for_every_pair([](ElementType from, const Bytes& bytes, at::ScalarType dtype, const at::Tensor& expected) {
    const Bytes turned = arrays::swapped(from, bytes);
    auto source = arrays::view_of(from, turned, {count});
    source.swapped = true;
    CHECK(arrays::identical(arrays::convert(source, {wick::CastStep{dtype}}), expected));
  });
}

TEST_CASE("a cast of misaligned, spaced or reversed elements gives the same", "[transforms]") {
  for_every_pair([](ElementType from, const Bytes& bytes, at::ScalarType dtype, const at::Tensor& expected) {
    const std::int64_t size = wick::element_size(from);
    for (const std::int64_t stride : {size, size + 3, 3 * size, -size, -size - 1}) {
      INFO("stride " << stride);
      const Spread spread(from, bytes, stride);
      CHECK(arrays::identical(arrays::convert(spread.source, {wick::CastStep{dtype}}), expected));
    }
  });
}

TEST_CASE("every float16 becomes the float32 that torch makes of it, and comes back", "[transforms]") {
  Bytes bytes(65536 * 2);
  for (std::uint32_t i = 0; i < 65536; ++i) {
    const auto bits = static_cast<std::uint16_t>(i);
    std::memcpy(bytes.data() + 2 * i, &bits, 2);
  }
  for (const ElementType type : {ElementType::float16, ElementType::bfloat16}) {
    const at::Tensor tensor = arrays::tensor_of(type, bytes, {65536});
    const at::Tensor wide = arrays::convert(arrays::view_of(type, bytes, {65536}), {wick::CastStep{at::kFloat}});
    CHECK(arrays::identical(wide, tensor.to(at::kFloat)));
    const at::Tensor back = arrays::convert(wick::strided_source(wide), {wick::CastStep{tensor.scalar_type()}});
    CHECK(arrays::identical(back, tensor));
  }
}

TEST_CASE("any byte but 0 of a file's bool is true", "[transforms]") {
  const Bytes bytes = {std::byte{0}, std::byte{1}, std::byte{2}, std::byte{255}};
  const auto source = arrays::view_of(ElementType::boolean, bytes, {4});
  const at::Tensor result = arrays::convert(source, {wick::CastStep{at::kInt}});
  CHECK(std::vector<int>(result.data_ptr<int>(), result.data_ptr<int>() + 4) == std::vector<int>{0, 1, 1, 1});
}

TEST_CASE("without steps every element type becomes the tensor that holds it", "[transforms]") {
  for (const ElementType type : all_types) {
    INFO(wick::element_name(type));
    const Bytes bytes = arrays::elements(type, ElementType::float64, count);
    const at::Tensor expected = arrays::tensor_of(type, bytes, {count});
    CHECK(arrays::identical(arrays::convert(arrays::view_of(type, bytes, {count}), {}), expected));
    const Bytes turned = arrays::swapped(type, bytes);
    auto source = arrays::view_of(type, turned, {count});
    source.swapped = true;
    CHECK(arrays::identical(arrays::convert(source, {}), expected));
    CHECK(wick::Conversion(type, {}).is_identity() == wick::scalar_type(type).has_value());
  }
}
