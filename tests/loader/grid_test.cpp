// SPDX-License-Identifier: MIT
#include "collating.hpp"

#include <ATen/ops/full.h>

#include <algorithm>
#include <optional>

#include <support/prelude.hpp>

using namespace wick;
using namespace wick::test;

namespace {

// torchvision's make_grid, for any number of leading dimensions.
at::Tensor tiled(const std::vector<at::Tensor>& tiles, std::int64_t columns, std::int64_t padding, double value) {
  const auto count = static_cast<std::int64_t>(tiles.size());
  const std::int64_t x_count = std::min(columns, count), y_count = (count + x_count - 1) / x_count;
  const std::int64_t height = tiles[0].size(-2) + padding, width = tiles[0].size(-1) + padding;
  auto shape = tiles[0].sizes().vec();
  shape[shape.size() - 2] = height * y_count + padding;
  shape[shape.size() - 1] = width * x_count + padding;
  const at::Tensor image = at::full(shape, value, tiles[0].scalar_type());
  for (std::int64_t k = 0; k < count; ++k)
    image.narrow(-2, k / x_count * height + padding, height - padding)
        .narrow(-1, k % x_count * width + padding, width - padding)
        .copy_(tiles[static_cast<std::size_t>(k)]);
  return image;
}

std::vector<at::Tensor> equal_tiles(std::size_t count, const std::vector<std::int64_t>& shape,
                                    at::ScalarType dtype = at::kFloat) {
  return numbered(std::vector(count, shape), dtype);
}

}  // namespace

TEST_CASE("grid is torchvision's make_grid", "[loader]") {
  const std::vector<std::int64_t> shape =
      GENERATE(std::vector<std::int64_t>{3, 4}, std::vector<std::int64_t>{3, 2, 5},
               std::vector<std::int64_t>{2, 2, 1, 3}, std::vector<std::int64_t>{2, 0, 3});
  const std::size_t count = GENERATE(1, 2, 5, 9);
  const std::int64_t columns = GENERATE(1, 3, 20);
  const std::int64_t padding = GENERATE(0, 1, 2);
  const auto tiles = equal_tiles(count, shape);
  CHECK(same(collated(*grid(columns, padding, 0.25), tiles), tiled(tiles, columns, padding, 0.25)));
}

TEST_CASE("grid without columns is about square", "[loader]") {
  const auto [count, columns] =
      GENERATE(table<std::size_t, std::int64_t>({{1, 1}, {2, 2}, {3, 2}, {4, 2}, {5, 3}, {9, 3}, {10, 4}, {17, 5}}));
  const auto tiles = equal_tiles(count, {2, 3}, at::kByte);
  CHECK(same(collated(*grid(), tiles), tiled(tiles, columns, 2, 0)));
}

TEST_CASE("grid fills nothing where tiles cover the image", "[loader]") {
  const std::vector<TensorInfo> four(4, {at::kFloat, {2, 3}}), five(5, {at::kFloat, {2, 3}});
  CHECK(!wick::detail::checked_layout(*grid(2, 0), four).fill);
  CHECK(wick::detail::checked_layout(*grid(2, 0), five).fill);
}

TEST_CASE("grid refuses options that make no grid", "[loader]") {
  CHECK(message_of([] { grid(0); }) == "grid: columns is 0; at least 1 expected");
  CHECK(message_of([] { grid(3, -1); }) == "grid: padding is -1; at least 0 expected");
  const std::vector<TensorInfo> tiles(2, {at::kFloat, {2, 3}});
  CHECK(message_of([&] { grid(1, std::int64_t{1} << 62)->layout(tiles); }) ==
        "grid: a dimension of the batch would be 2 * 4611686018427387906 + 4611686018427387904, above 2**63");
  CHECK(message_of([&] { grid(1, std::int64_t{1} << 40)->layout(tiles); }) ==
        "grid: a batch of shape (3298534883332, 2199023255555) would have more than 2**63 bytes");
}

TEST_CASE("grid refuses tiles that are not alike, or have no height and width", "[loader]") {
  const auto refusal = refusal_of(*grid(), {{at::kFloat, {2, 3}}, {at::kFloat, {3, 2}}, {at::kFloat, {2, 3}}});
  CHECK(refusal.positions == std::vector<std::size_t>{1});
  CHECK(
      refusal.message ==
      "grid needs samples of one dtype and shape (cat and pad take ragged ones): this one is float32 (3, 2), others of the batch are float32 (2, 3)");
  const std::vector<TensorInfo> flat(2, {at::kByte, {7}});
  CHECK(message_of([&] { grid()->layout(flat); }) ==
        "grid needs samples of at least 2 dimensions (..., H, W): these are uint8 (7,)");
}

TEST_CASE("A loader tiles samples to one image", "[loader]") {
  const int workers = GENERATE(0, 2);
  const auto tiles = equal_tiles(7, {3, 4, 4}, at::kByte);
  const auto batches = loaded(tiles, grid(3, 1, 200), 5, workers);
  REQUIRE(batches.size() == 2);
  CHECK(same(batches[0]["data"], tiled({tiles.begin(), tiles.begin() + 5}, 3, 1, 200)));
  CHECK(same(batches[1]["data"], tiled({tiles.begin() + 5, tiles.end()}, 3, 1, 200)));
}
