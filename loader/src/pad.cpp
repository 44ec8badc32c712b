// SPDX-License-Identifier: MIT
#include <wick/loader/collate.hpp>

#include "equal_samples.hpp"
#include "layout_arithmetic.hpp"

#include <ATen/ops/empty.h>

#include <algorithm>

namespace wick {
namespace {

class Pad : public Collate {
 public:
  explicit Pad(double value) : value_(value) {}

  std::string name() const override { return "pad"; }
  bool ragged() const noexcept override { return true; }

  BatchLayout layout(std::span<const TensorInfo> samples) const override {
    const TensorInfo usual = detail::require_alike(samples, "pad", "one dtype and number of dimensions", similar);
    const auto count = static_cast<std::int64_t>(samples.size());
    const auto dimensions = static_cast<std::int64_t>(usual.shape.size());
    const auto extent = largest(samples, usual.shape.size());

    BatchLayout layout{.batch = {usual.dtype, extent}, .places = {}, .fill = value_};
    layout.batch.shape.insert(layout.batch.shape.begin(), count);
    detail::require_countable("pad", layout.batch);
    const auto strides = detail::element_strides(extent);
    const std::int64_t step = TensorInfo{usual.dtype, extent}.count();
    at::Tensor lengths = dimensions == 1 ? at::empty({count}, at::kLong) : at::empty({count, dimensions}, at::kLong);
    auto* length = lengths.data_ptr<std::int64_t>();
    for (const auto& sample : samples) {
      layout.places.push_back({static_cast<std::int64_t>(layout.places.size()) * step, strides});
      length = std::copy(sample.shape.begin(), sample.shape.end(), length);
    }
    layout.extras.emplace_back("lengths", std::move(lengths));
    return layout;
  }

 private:
  static bool similar(const TensorInfo& a, const TensorInfo& b) {
    return a.dtype == b.dtype && a.shape.size() == b.shape.size();
  }

  static std::vector<std::int64_t> largest(std::span<const TensorInfo> samples, std::size_t dimensions) {
    std::vector<std::int64_t> extent(dimensions, 0);
    for (const auto& sample : samples)
      for (std::size_t i = 0; i < dimensions; ++i) extent[i] = std::max(extent[i], sample.shape[i]);
    return extent;
  }

  double value_;
};

}  // namespace

CollatePtr pad(double value) { return std::make_shared<const Pad>(value); }

}  // namespace wick
