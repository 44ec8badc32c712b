// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/transforms/flip.hpp>

#include "arrays.hpp"

#include <ATen/ops/arange.h>

#include <array>
#include <bit>
#include <cstdint>

#include <support/prelude.hpp>

using Catch::Matchers::ContainsSubstring;

namespace {

at::Tensor apply(const wick::Transform& transform, const at::Tensor& tensor, const wick::SampleKey& key = {}) {
  wick::SampleRandom random(key);
  return transform.apply(tensor, random);
}

// LibTorch 2.6 has unsigned integers that its own flip does not take: flip their bytes as those of signed ones.
at::Tensor torch_flip(const at::Tensor& tensor, std::int64_t dim) {
  if (!at::isIntegralType(tensor.scalar_type(), /*includeBool=*/false)) return tensor.flip(dim);
  constexpr std::array<at::ScalarType, 4> by_size = {at::kChar, at::kShort, at::kInt, at::kLong};
  const auto signed_type = by_size[std::countr_zero(static_cast<std::uint64_t>(tensor.element_size()))];
  return tensor.view(signed_type).flip(dim).view(tensor.scalar_type());
}

}  // namespace

TEST_CASE("flip reverses any dimension of any dtype", "[transforms]") {
  for (const wick::ElementType type : arrays::all_types) {
    INFO(wick::element_name(type));
    const at::Tensor tensor = arrays::tensor_of(type, arrays::elements(type, wick::ElementType::int8, 420), {4, 15, 7});
    for (const std::int64_t dim : {0, 1, 2, -1, -2, -3}) {
      CHECK(arrays::identical(apply(wick::Flip(dim), tensor), torch_flip(tensor, dim)));
      const at::Tensor turned = tensor.permute({2, 0, 1}).slice(0, 0, 7, 2);
      CHECK(arrays::identical(apply(wick::Flip(dim), turned), torch_flip(turned, dim)));
    }
  }
}

TEST_CASE("flip copies, and takes empty tensors", "[transforms]") {
  const at::Tensor tensor = at::arange(6, at::kInt);
  const at::Tensor before = tensor.clone();
  apply(wick::Flip(), tensor).fill_(9);
  CHECK(arrays::identical(tensor, before));
  CHECK(apply(wick::Flip(), tensor.reshape({2, 3}).slice(1, 0, 0)).sizes() == at::IntArrayRef({2, 0}));
}

TEST_CASE("flip refuses dimensions that are not there", "[transforms]") {
  CHECK_THROWS_WITH(apply(wick::Flip(1), at::arange(3)),
                    ContainsSubstring("Flip(1): shape (3,): there is no dimension 1"));
  CHECK_THROWS_WITH(apply(wick::Flip(), at::arange(3).sum()), ContainsSubstring("0-d"));
  CHECK_THROWS_AS(apply(wick::RandomFlip(0, 4), at::arange(3)), wick::Error);
  CHECK_THROWS_AS(wick::RandomFlip(1.5), wick::Error);
  CHECK_THROWS_AS(wick::RandomFlip(-0.1), wick::Error);
}

TEST_CASE("random flip flips the share of samples that p says, by their keys alone", "[transforms]") {
  const at::Tensor tensor = at::arange(4);
  const at::Tensor flipped = tensor.flip(0);
  const auto count = [&](double p, std::uint64_t epoch) {
    int flips = 0;
    for (std::int64_t index = 0; index < 4000; ++index) {
      flips +=
          arrays::identical(apply(wick::RandomFlip(p), tensor, {.seed = 11, .epoch = epoch, .index = index}), flipped);
    }
    return flips;
  };
  CHECK(count(0, 0) == 0);
  CHECK(count(1, 0) == 4000);
  CHECK(std::abs(count(0.5, 0) - 2000) < 160);
  CHECK(std::abs(count(0.25, 0) - 1000) < 140);
  CHECK(count(0.5, 0) == count(0.5, 0));
  // Another epoch flips other samples.
  int differing = 0;
  for (std::int64_t index = 0; index < 1000; ++index) {
    differing += !arrays::identical(apply(wick::RandomFlip(), tensor, {.epoch = 0, .index = index}),
                                    apply(wick::RandomFlip(), tensor, {.epoch = 1, .index = index}));
  }
  CHECK(std::abs(differing - 500) < 80);
}

TEST_CASE("random flip draws one number, whatever comes of it", "[transforms]") {
  for (const double p : {0.0, 0.5, 1.0}) {
    wick::SampleRandom random({.seed = 1});
    wick::RandomFlip(p).apply(at::arange(3), random);
    wick::SampleRandom expected({.seed = 1});
    expected.uniform();
    CHECK(random.bits() == expected.bits());
  }
}
