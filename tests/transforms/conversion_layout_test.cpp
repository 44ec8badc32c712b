// SPDX-License-Identifier: MIT
#include <wick/error.hpp>

#include "arrays.hpp"

#include <ATen/ops/empty.h>

#include <algorithm>
#include <numeric>

#include <support/prelude.hpp>

using Catch::Matchers::ContainsSubstring;
using wick::ElementType;

namespace {

const std::vector<std::vector<wick::ElementwiseStep>> chains = {{},
                                                                {wick::CastStep{at::kFloat}},
                                                                {wick::CastStep{at::kDouble}, wick::ScaleStep{3}},
                                                                {wick::ScaleStep{0.5}, wick::NormalizeStep{{1}, {3}}}};

at::Tensor numbers(ElementType type, const arrays::Shape& shape) {
  const auto count = std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
  return arrays::tensor_of(type, arrays::elements(type, ElementType::int8, count), shape);
}

/// Reverses the dimensions of the view that `mask` has a bit for.
void reverse(wick::StridedSource& source, unsigned mask) {
  for (std::size_t dim = 0; dim < source.shape.size(); ++dim) {
    if ((mask >> dim & 1) == 0) continue;
    source.data += (source.shape[dim] - 1) * source.strides[dim];
    source.strides[dim] = -source.strides[dim];
  }
}

}  // namespace

TEST_CASE("any order of dimensions goes into any other", "[transforms]") {
  std::vector<std::int64_t> from = {0, 1, 2, 3};
  const arrays::Shape shape = {3, 5, 1, 70};
  for (const ElementType type :
       {ElementType::uint8, ElementType::int16, ElementType::float32, ElementType::complex128}) {
    const at::Tensor base = numbers(type, shape);
    do {
      const at::Tensor view = base.permute(from);
      for (const auto& steps : chains) {
        const at::Tensor expected = arrays::convert(wick::strided_source(view.contiguous()), steps);
        CHECK(arrays::identical(arrays::convert(wick::strided_source(view), steps), expected));
        // The other way: contiguous elements into a permuted target.
        at::Tensor target = at::empty(shape, expected.options()).permute(from);
        const at::Tensor source = view.contiguous();
        wick::Conversion(type, steps).run(wick::strided_source(source), wick::strided_target(target));
        CHECK(arrays::identical(target, expected));
      }
    } while (std::next_permutation(from.begin(), from.end()));
  }
}

TEST_CASE("reversed dimensions are read backwards", "[transforms]") {
  for (const ElementType type : {ElementType::uint8, ElementType::float64}) {
    const at::Tensor tensor = numbers(type, {4, 6, 130});
    for (unsigned mask = 0; mask < 8; ++mask) {
      std::vector<std::int64_t> dims;
      for (unsigned dim = 0; dim < 3; ++dim) {
        if (mask >> dim & 1) dims.push_back(dim);
      }
      const at::Tensor flipped = tensor.flip(dims);
      for (const auto& steps : chains) {
        auto source = wick::strided_source(tensor);
        reverse(source, mask);
        CHECK(arrays::identical(arrays::convert(source, steps), arrays::convert(wick::strided_source(flipped), steps)));
      }
    }
  }
}

TEST_CASE("a stride of 0 repeats an element", "[transforms]") {
  const at::Tensor row = numbers(ElementType::int32, {1, 90});
  const at::Tensor column = numbers(ElementType::int32, {90, 1});
  for (const at::Tensor& tensor : {row.expand({20, 90}), column.expand({90, 20})}) {
    for (const auto& steps : chains) {
      const at::Tensor expected = arrays::convert(wick::strided_source(tensor.contiguous()), steps);
      CHECK(arrays::identical(arrays::convert(wick::strided_source(tensor), steps), expected));
    }
  }
}

TEST_CASE("what lies between the elements of a target is left alone", "[transforms]") {
  const at::Tensor source = numbers(ElementType::uint8, {40, 30});
  at::Tensor memory = at::empty({50, 80}, at::kFloat).fill_(-7);
  const at::Tensor place = memory.slice(0, 3, 43).slice(1, 10, 70, 2);
  wick::Conversion(ElementType::uint8, chains[1]).run(wick::strided_source(source), wick::strided_target(place));
  CHECK(arrays::identical(place, source.to(at::kFloat)));
  place.fill_(-7);
  CHECK(memory.eq(-7).all().item<bool>());
}

TEST_CASE("a misaligned target is written all the same", "[transforms]") {
  const at::Tensor source = numbers(ElementType::int16, {600});
  arrays::Bytes memory(600 * 8 + 1);
  for (const auto& steps : {chains[1], chains[2]}) {
    const at::Tensor expected = arrays::convert(wick::strided_source(source), steps);
    const auto type = *wick::element_type(expected.scalar_type());
    const wick::StridedTarget target{memory.data() + 1, type, {600}, {wick::element_size(type)}};
    wick::Conversion(ElementType::int16, steps).run(wick::strided_source(source), target);
    CHECK(std::equal(memory.begin() + 1, memory.begin() + 1 + static_cast<std::ptrdiff_t>(expected.nbytes()),
                     static_cast<const std::byte*>(expected.data_ptr())));
  }
}

TEST_CASE("an array of 64 dimensions is converted", "[transforms]") {
  arrays::Shape shape(64, 1);
  shape[5] = 3;
  shape[60] = 4;
  const at::Tensor tensor = numbers(ElementType::uint8, shape);
  CHECK(arrays::identical(arrays::convert(wick::strided_source(tensor), chains[1]), tensor.to(at::kFloat)));
}

TEST_CASE("views that do not fit the conversion are refused", "[transforms]") {
  const wick::Conversion conversion(ElementType::uint8, chains[1]);
  const at::Tensor bytes = numbers(ElementType::uint8, {2, 3});
  const at::Tensor floats = at::empty({2, 3}, at::kFloat);
  const auto run = [&](const at::Tensor& from, const at::Tensor& to) {
    conversion.run(wick::strided_source(from), wick::strided_target(to));
  };
  CHECK_THROWS_WITH(run(bytes, bytes), ContainsSubstring("from uint8 to float32: given uint8 and uint8"));
  CHECK_THROWS_WITH(run(floats, floats), ContainsSubstring("given float32 and float32"));
  CHECK_THROWS_WITH(run(bytes, floats.t()), ContainsSubstring("shape (2, 3) cannot be written to shape (3, 2)"));
  auto crooked = wick::strided_source(bytes);
  crooked.strides.pop_back();
  CHECK_THROWS_AS(conversion.run(crooked, wick::strided_target(floats)), wick::Error);
}
