// SPDX-License-Identifier: MIT
#include <wick/loader/collate.hpp>

#include "equal_samples.hpp"
#include "layout_arithmetic.hpp"

#include <ATen/ops/empty.h>
#include <fmt/format.h>

namespace wick {
namespace {

class Cat : public Collate {
 public:
  explicit Cat(std::int64_t dim) : dim_(dim) {}

  std::string name() const override { return fmt::format("cat along dimension {}", dim_); }
  bool ragged() const noexcept override { return true; }

  BatchLayout layout(std::span<const TensorInfo> samples) const override {
    const auto alike = [this](const TensorInfo& a, const TensorInfo& b) { return fits(a, b); };
    const std::size_t dim = resolve(detail::usual_sample(samples, alike));
    const TensorInfo usual =
        detail::require_alike(samples, name(), "one dtype and equal extents in all other dimensions", alike);
    BatchLayout layout{.batch = usual, .places = {}};
    at::Tensor offsets = at::empty({static_cast<std::int64_t>(samples.size()) + 1}, at::kLong);
    auto* offset = offsets.data_ptr<std::int64_t>();
    offset[0] = 0;
    for (std::size_t i = 0; i < samples.size(); ++i)
      offset[i + 1] = detail::checked_extent(name(), 1, samples[i].shape[dim], offset[i]);
    layout.batch.shape[dim] = offset[samples.size()];
    detail::require_countable(name(), layout.batch);
    const auto strides = detail::element_strides(layout.batch.shape);
    for (std::size_t i = 0; i < samples.size(); ++i) layout.places.push_back({offset[i] * strides[dim], strides});
    layout.extras.emplace_back("offsets", std::move(offsets));
    return layout;
  }

 private:
  std::size_t resolve(const TensorInfo& sample) const {
    const auto dimensions = static_cast<std::int64_t>(sample.shape.size());
    const std::int64_t dim = dim_ < 0 ? dim_ + dimensions : dim_;
    if (dim < 0 || dim >= dimensions)
      throw Error(fmt::format("{} needs samples that have this dimension: these are {}{}", name(),
                              detail::to_string(sample), dimensions == 0 ? "; use stack, or Unsqueeze(0) first" : ""));
    return static_cast<std::size_t>(dim);
  }

  bool fits(const TensorInfo& a, const TensorInfo& b) const {
    if (a.dtype != b.dtype || a.shape.size() != b.shape.size()) return false;
    const auto dim = dim_ < 0 ? dim_ + static_cast<std::int64_t>(a.shape.size()) : dim_;
    for (std::size_t i = 0; i < a.shape.size(); ++i)
      if (static_cast<std::int64_t>(i) != dim && a.shape[i] != b.shape[i]) return false;
    return true;
  }

  std::int64_t dim_;
};

}  // namespace

CollatePtr cat(std::int64_t dim) { return std::make_shared<const Cat>(dim); }

}  // namespace wick
