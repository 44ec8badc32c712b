// SPDX-License-Identifier: MIT
#include <wick/error.hpp>

#include "arrays.hpp"

#include <ATen/ops/ones.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>

#include <cmath>
#include <limits>

#include <support/prelude.hpp>

using arrays::all_types;
using Catch::Matchers::ContainsSubstring;
using wick::ElementType;

namespace {

/// torch's product with a scalar. LibTorch 1.13 rounds the scalar to a half precision dtype first, newer ones do not.
at::Tensor torch_scale(const at::Tensor& tensor, double factor) {
  const auto dtype = tensor.scalar_type();
  if (dtype == at::kHalf || dtype == at::kBFloat16) return tensor.to(at::kFloat).mul(factor).to(dtype);
  return tensor.mul(factor);
}

/// The same steps as torch operations, one after the other.
at::Tensor torch_steps(at::Tensor tensor, const std::vector<wick::ElementwiseStep>& steps) {
  for (const auto& step : steps) {
    if (const auto* cast = std::get_if<wick::CastStep>(&step)) {
      tensor = tensor.to(cast->dtype);
      continue;
    }
    if (!tensor.is_floating_point() && !tensor.is_complex()) tensor = tensor.to(at::kFloat);
    if (const auto* scale = std::get_if<wick::ScaleStep>(&step)) tensor = torch_scale(tensor, scale->factor);
    if (const auto* normalize = std::get_if<wick::NormalizeStep>(&step)) {
      std::vector<std::int64_t> shape(static_cast<std::size_t>(tensor.dim()), 1);
      if (normalize->mean.size() > 1) {
        const auto dim = normalize->dim < 0 ? normalize->dim + tensor.dim() : normalize->dim;
        shape[static_cast<std::size_t>(dim)] = static_cast<std::int64_t>(normalize->mean.size());
      }
      const auto of = [&](const std::vector<double>& values) {
        return at::tensor(values, at::TensorOptions().dtype(at::kDouble)).to(tensor.scalar_type()).reshape(shape);
      };
      tensor = tensor.sub(of(normalize->mean)).div(of(normalize->std));
    }
  }
  return tensor;
}

/// Doubles that say how large the intermediate results of the chain may be.
at::Tensor magnitude(at::Tensor tensor, const std::vector<wick::ElementwiseStep>& steps) {
  tensor = tensor.to(at::kDouble).abs();
  for (const auto& step : steps) {
    if (const auto* scale = std::get_if<wick::ScaleStep>(&step)) tensor = tensor.mul(std::abs(scale->factor));
    if (const auto* normalize = std::get_if<wick::NormalizeStep>(&step)) {
      wick::NormalizeStep positive = *normalize;
      for (double& mean : positive.mean) mean = -std::abs(mean);
      for (double& std : positive.std) std = std::abs(std);
      tensor = torch_steps(tensor, {positive});
    }
  }
  return tensor;
}

/// The bound of Conversion's documentation: (3 n + 2) eps T for n merged steps.
bool within_tolerance(const at::Tensor& result, const at::Tensor& source,
                      const std::vector<wick::ElementwiseStep>& steps) {
  const at::Tensor expected = torch_steps(source, steps);
  if (result.scalar_type() != expected.scalar_type() || result.sizes() != expected.sizes()) return false;
  const double eps = result.scalar_type() == at::kDouble ? 0x1p-52 : 0x1p-23;
  const double n = static_cast<double>(steps.size());
  const at::Tensor bound = magnitude(source, steps).mul((3 * n + 2) * eps);
  return result.to(at::kDouble).sub(expected.to(at::kDouble)).abs().le(bound).all().item<bool>();
}

at::Tensor numbers(ElementType type, const arrays::Shape& shape) {
  std::int64_t count = 1;
  for (const auto extent : shape) count *= extent;
  return arrays::tensor_of(type, arrays::elements(type, ElementType::int8, count), shape);
}

at::Tensor run(const at::Tensor& tensor, const std::vector<wick::ElementwiseStep>& steps) {
  return arrays::convert(wick::strided_source(tensor), steps);
}

const wick::NormalizeStep one{{0.449}, {0.226}};
const wick::NormalizeStep rgb{{0.485, 0.456, 0.406}, {0.229, 0.224, 0.225}};

wick::NormalizeStep along(std::int64_t dim) {
  wick::NormalizeStep step = rgb;
  step.dim = dim;
  return step;
}

bool real(ElementType type) { return !wick::is_complex(type) && wick::scalar_type(type); }

}  // namespace

TEST_CASE("scale or normalize alone gives torch's bits from every element type", "[transforms]") {
  for (const ElementType type : all_types) {
    if (!real(type)) continue;
    INFO(wick::element_name(type));
    const at::Tensor tensor = numbers(type, {3, 7, 83});
    CHECK(arrays::identical(run(tensor, {wick::ScaleStep{1 / 255.0}}),
                            torch_steps(tensor, {wick::ScaleStep{1 / 255.0}})));
    CHECK(arrays::identical(run(tensor, {one}), torch_steps(tensor, {one})));
    CHECK(arrays::identical(run(tensor, {rgb}), torch_steps(tensor, {rgb})));
  }
}

TEST_CASE("cast and normalize to every floating dtype give torch's bits", "[transforms]") {
  for (const ElementType type : all_types) {
    if (!real(type)) continue;
    for (const at::ScalarType dtype : {at::kHalf, at::kBFloat16, at::kFloat, at::kDouble}) {
      INFO(wick::element_name(type) << " to " << c10::toString(dtype));
      const at::Tensor tensor = numbers(type, {3, 601});
      const std::vector<wick::ElementwiseStep> steps = {wick::CastStep{dtype}, rgb};
      CHECK(arrays::identical(run(tensor, steps), torch_steps(tensor, steps)));
    }
  }
}

TEST_CASE("half precision rounds after each of several steps, as torch does", "[transforms]") {
  for (const ElementType type : {ElementType::float16, ElementType::bfloat16}) {
    const at::Tensor tensor = numbers(type, {3, 700});
    const std::vector<wick::ElementwiseStep> steps = {wick::ScaleStep{0.1}, rgb, wick::ScaleStep{3}};
    CHECK(arrays::identical(run(tensor, steps), torch_steps(tensor, steps)));
  }
}

TEST_CASE("merged steps are within the documented distance of torch", "[transforms]") {
  for (const ElementType type : all_types) {
    if (!real(type) || type == ElementType::float16 || type == ElementType::bfloat16) continue;
    INFO(wick::element_name(type));
    const at::Tensor tensor = numbers(type, {3, 20, 29});
    const wick::ScaleStep scale{1 / 255.0};
    for (const std::vector<wick::ElementwiseStep>& steps : std::vector<std::vector<wick::ElementwiseStep>>{
             {scale, rgb}, {rgb, scale}, {scale, one, rgb}, {scale, scale}, {rgb, one, along(0), scale}}) {
      CHECK(within_tolerance(run(tensor, steps), tensor, steps));
    }
  }
}

TEST_CASE("steps that would leave the normal numbers when merged stay apart", "[transforms]") {
  const at::Tensor tensor = numbers(ElementType::float32, {600});
  const std::vector<wick::ElementwiseStep> steps = {wick::ScaleStep{1e30}, wick::ScaleStep{1e30}};
  CHECK(arrays::identical(run(tensor, steps), torch_steps(tensor, steps)));
}

TEST_CASE("normalize follows its channels along every dimension and layout", "[transforms]") {
  for (const std::int64_t dim : {0, 1, 2, -1, -2, -3}) {
    arrays::Shape shape = {41, 17, 29};
    shape[static_cast<std::size_t>(dim < 0 ? dim + 3 : dim)] = 3;
    INFO("dim " << dim);
    for (const ElementType type :
         {ElementType::uint8, ElementType::float32, ElementType::int64, ElementType::float64}) {
      const at::Tensor tensor = numbers(type, shape);
      const std::vector<wick::ElementwiseStep> steps = {along(dim)};
      const at::Tensor expected = torch_steps(tensor, steps);
      CHECK(arrays::identical(run(tensor, steps), expected));
      // The same values in other layouts.
      CHECK(arrays::identical(run(tensor.permute({2, 0, 1}).contiguous().permute({1, 2, 0}), steps), expected));
      CHECK(arrays::identical(run(tensor.permute({2, 1, 0}).contiguous().permute({2, 1, 0}), steps), expected));
    }
  }
}

TEST_CASE("several normalize steps may have their channels in different dimensions", "[transforms]") {
  const at::Tensor tensor = numbers(ElementType::float32, {3, 50, 3});
  const std::vector<wick::ElementwiseStep> steps = {along(0), along(-1)};
  CHECK(arrays::identical(run(tensor, steps), torch_steps(tensor, steps)));
}

TEST_CASE("more channels than a block has elements are right in the last dimension", "[transforms]") {
  wick::NormalizeStep step;
  step.dim = -1;
  for (int c = 0; c < 1300; ++c) {
    step.mean.push_back(c * 0.1);
    step.std.push_back(1 + c);
  }
  const at::Tensor tensor = numbers(ElementType::int16, {5, 1300});
  CHECK(arrays::identical(run(tensor, {step}), torch_steps(tensor, {step})));
}

TEST_CASE("casts between scale and normalize are exact", "[transforms]") {
  const at::Tensor tensor = numbers(ElementType::uint8, {3, 1000});
  const std::vector<wick::ElementwiseStep> steps = {
      wick::ScaleStep{0.7}, wick::CastStep{at::kInt}, rgb, wick::CastStep{at::kHalf}, one, wick::CastStep{at::kChar}};
  CHECK(arrays::identical(run(tensor, steps), torch_steps(tensor, steps)));
}

TEST_CASE("complex numbers are scaled and normalized to within a few ulp of torch", "[transforms]") {
  for (const ElementType type : {ElementType::complex64, ElementType::complex128}) {
    const at::Tensor tensor = numbers(type, {3, 500});
    const std::vector<wick::ElementwiseStep> steps = {wick::ScaleStep{0.3}, rgb};
    const at::Tensor expected = torch_steps(tensor, steps);
    const at::Tensor result = run(tensor, steps);
    CHECK(result.scalar_type() == expected.scalar_type());
    const double eps = type == ElementType::complex64 ? 0x1p-23 : 0x1p-52;
    CHECK(result.sub(expected).abs().le(expected.abs().mul(8 * eps).add(8 * eps)).all().item<bool>());
  }
}

TEST_CASE("a 0-d array, an empty one and extents of 1 are converted like any other", "[transforms]") {
  for (const arrays::Shape& shape : {arrays::Shape{}, {0}, {3, 0, 2}, {1}, {1, 1, 1}, {1, 5, 1}}) {
    const at::Tensor tensor = numbers(ElementType::uint8, shape);
    const std::vector<wick::ElementwiseStep> steps = {wick::ScaleStep{2}, one};
    CHECK(within_tolerance(run(tensor, steps), tensor, steps));
    CHECK(arrays::identical(run(tensor, {}), tensor));
  }
  CHECK(run(numbers(ElementType::uint8, {3, 0}), {rgb}).sizes() == at::IntArrayRef({3, 0}));
}

TEST_CASE("normalize is refused for a shape without that many channels", "[transforms]") {
  const at::Tensor tensor = numbers(ElementType::uint8, {4, 5});
  CHECK_THROWS_WITH(run(tensor, {rgb}),
                    ContainsSubstring("dimension 0 of shape (4, 5) has extent 4, but there are 3 means"));
  CHECK_THROWS_WITH(run(tensor, {along(2)}), ContainsSubstring("shape (4, 5) has no dimension 2"));
  CHECK_THROWS_WITH(run(numbers(ElementType::uint8, {}), {rgb}), ContainsSubstring("shape () has no dimension 0"));
  CHECK_THROWS_AS(run(numbers(ElementType::uint8, {0, 5}), {rgb}), wick::Error);
}

TEST_CASE("steps that make no sense are refused when the conversion is made", "[transforms]") {
  const auto make = [](const wick::ElementwiseStep& step) {
    wick::Conversion(ElementType::uint8, std::span(&step, 1));
  };
  CHECK_THROWS_WITH(make(wick::NormalizeStep{{}, {}}), ContainsSubstring("0 means and 0 stds"));
  CHECK_THROWS_WITH(make(wick::NormalizeStep{{1, 2}, {1}}), ContainsSubstring("2 means and 1 stds"));
  CHECK_THROWS_WITH(make(wick::NormalizeStep{{1, 2}, {1, 0}}), ContainsSubstring("std[1] is 0"));
  CHECK_THROWS_AS(make(wick::NormalizeStep{{std::nan("")}, {1}}), wick::Error);
  CHECK_THROWS_AS(make(wick::ScaleStep{std::numeric_limits<double>::infinity()}), wick::Error);
}
