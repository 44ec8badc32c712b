// SPDX-License-Identifier: MIT
#include <wick/loader/collate.hpp>

#include "equal_samples.hpp"
#include "layout_arithmetic.hpp"

#include <fmt/format.h>

#include <cmath>

namespace wick {
namespace {

class Grid : public Collate {
 public:
  Grid(std::optional<std::int64_t> columns, std::int64_t padding, double value)
      : columns_(columns), padding_(padding), value_(value) {
    if (columns && *columns < 1) throw Error(fmt::format("grid: columns is {}; at least 1 expected", *columns));
    if (padding < 0) throw Error(fmt::format("grid: padding is {}; at least 0 expected", padding));
  }

  std::string name() const override { return "grid"; }

  BatchLayout layout(std::span<const TensorInfo> samples) const override {
    const TensorInfo tile = detail::require_alike(samples, "grid", "one dtype and shape", std::equal_to<TensorInfo>());
    const std::size_t dimensions = tile.shape.size();
    if (dimensions < 2)
      throw Error(fmt::format("grid needs samples of at least 2 dimensions (..., H, W): these are {}",
                              detail::to_string(tile)));
    const auto count = static_cast<std::int64_t>(samples.size());
    const std::int64_t columns = std::min(columns_.value_or(std::llround(std::ceil(std::sqrt(count)))), count);
    const std::int64_t rows = (count + columns - 1) / columns;
    const std::int64_t height = extent(1, tile.shape[dimensions - 2], padding_);
    const std::int64_t width = extent(1, tile.shape[dimensions - 1], padding_);

    BatchLayout layout{.batch = tile, .places = {}, .fill = value_};
    layout.batch.shape[dimensions - 2] = extent(rows, height, padding_);
    layout.batch.shape[dimensions - 1] = extent(columns, width, padding_);
    detail::require_countable("grid", layout.batch);
    const auto strides = detail::element_strides(layout.batch.shape);
    for (std::int64_t i = 0; i < count; ++i) {
      const std::int64_t top = padding_ + i / columns * height, left = padding_ + i % columns * width;
      layout.places.push_back({top * strides[dimensions - 2] + left, strides});
    }
    return layout;
  }

 private:
  static std::int64_t extent(std::int64_t count, std::int64_t tile, std::int64_t border) {
    return detail::checked_extent("grid", count, tile, border);
  }

  std::optional<std::int64_t> columns_;
  std::int64_t padding_;
  double value_;
};

}  // namespace

CollatePtr grid(std::optional<std::int64_t> columns, std::int64_t padding, double value) {
  return std::make_shared<const Grid>(columns, padding, value);
}

}  // namespace wick
