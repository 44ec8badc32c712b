// SPDX-License-Identifier: MIT
#include "stack.hpp"

#include <wick/loader/collate.hpp>

#include "equal_samples.hpp"
#include "layout_arithmetic.hpp"

namespace wick {
namespace {

class Stack : public Collate {
 public:
  std::string name() const override { return "stack"; }

  BatchLayout layout(std::span<const TensorInfo> samples) const override {
    const TensorInfo usual = detail::require_alike(
        samples, "stack", "one dtype and shape (cat and pad take ragged ones)", std::equal_to<TensorInfo>());
    BatchLayout layout{.batch = usual, .places = {}};
    layout.batch.shape.insert(layout.batch.shape.begin(), static_cast<std::int64_t>(samples.size()));
    detail::require_countable("stack", layout.batch);
    const auto strides = detail::element_strides(usual.shape);
    const std::int64_t count = usual.count();
    layout.places.reserve(samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i)
      layout.places.push_back({static_cast<std::int64_t>(i) * count, strides});
    return layout;
  }
};

}  // namespace

CollatePtr stack() { return std::make_shared<const Stack>(); }

namespace detail {

bool is_stack(const Collate& collate) noexcept { return dynamic_cast<const Stack*>(&collate) != nullptr; }

}  // namespace detail
}  // namespace wick
