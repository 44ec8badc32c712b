// SPDX-License-Identifier: MIT
#include "collating.hpp"

#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/stack.h>

#include <algorithm>

#include <support/prelude.hpp>

using namespace wick;
using namespace wick::test;

namespace {

using Shapes = std::vector<std::vector<std::int64_t>>;

// Each sample padded at the end of its dimensions to the largest extents, by torch.
at::Tensor padded(const std::vector<at::Tensor>& samples, double value) {
  std::vector<std::int64_t> largest = samples.front().sizes().vec();
  for (const auto& sample : samples)
    for (std::size_t i = 0; i < largest.size(); ++i)
      largest[i] = std::max(largest[i], sample.size(static_cast<std::int64_t>(i)));
  std::vector<at::Tensor> equal;
  for (const auto& sample : samples) {
    std::vector<std::int64_t> amounts;  // From the last dimension: before it, after it.
    for (std::size_t i = largest.size(); i-- > 0;) {
      amounts.push_back(0);
      amounts.push_back(largest[i] - sample.size(static_cast<std::int64_t>(i)));
    }
    equal.push_back(at::constant_pad_nd(sample, amounts, value));
  }
  return at::stack(equal);
}

void check_lengths(const at::Tensor& lengths, const std::vector<at::Tensor>& samples) {
  const auto count = static_cast<std::int64_t>(samples.size());
  const std::int64_t dimensions = samples[0].dim();
  REQUIRE(lengths.scalar_type() == at::kLong);
  REQUIRE(lengths.sizes().vec() ==
          (dimensions == 1 ? std::vector<std::int64_t>{count} : std::vector<std::int64_t>{count, dimensions}));
  const at::Tensor rows = lengths.reshape({count, dimensions});
  for (std::size_t i = 0; i < samples.size(); ++i)
    for (std::int64_t d = 0; d < dimensions; ++d)
      CHECK(rows[static_cast<std::int64_t>(i)][d].item<std::int64_t>() == samples[i].size(d));
}

}  // namespace

TEST_CASE("pad is torch's constant_pad_nd and stack, and its lengths are the samples' shapes", "[loader]") {
  const Shapes shapes =
      GENERATE(Shapes{{3, 5}, {4, 2}}, Shapes{{2}, {7}, {0}, {7}}, Shapes{{1, 4, 2}, {3, 1, 1}, {2, 2, 2}},
               Shapes{{}, {}, {}}, Shapes{{2, 3}, {2, 3}}, Shapes{{0, 3}, {2, 0}});
  const auto [dtype, value] =
      GENERATE(table<at::ScalarType, double>({{at::kFloat, 0.5}, {at::kLong, -7}, {at::kByte, 255}, {at::kBool, 1}}));
  const auto samples = numbered(shapes, dtype);
  const auto layout = wick::detail::checked_layout(*pad(value), infos_of(samples));
  CHECK(same(filled(layout, samples), padded(samples, value)));
  REQUIRE(layout.extras.size() == 1);
  CHECK(layout.extras[0].first == "lengths");
  check_lengths(layout.extras[0].second, samples);
}

TEST_CASE("pad fills nothing in a batch of equal shapes", "[loader]") {
  const std::vector<TensorInfo> samples(3, {at::kFloat, {2, 2}});
  CHECK(!wick::detail::checked_layout(*pad(9), samples).fill);
}

TEST_CASE("pad names the samples of another dtype or number of dimensions", "[loader]") {
  const auto refusal =
      refusal_of(*pad(), {{at::kFloat, {3}}, {at::kFloat, {9}}, {at::kFloat, {9, 1}}, {at::kInt, {3}}});
  CHECK(refusal.positions == std::vector<std::size_t>{2, 3});
  CHECK(refusal.message ==
        "pad needs samples of one dtype and number of dimensions: this one is float32 (9, 1), others of the batch are "
        "float32 (3,)");
}

TEST_CASE("pad refuses a batch that nobody can count, though every sample is empty", "[loader]") {
  const std::int64_t half = std::int64_t{1} << 32;
  const std::vector<TensorInfo> samples = {{at::kByte, {0, half}}, {at::kByte, {half, 0}}};
  CHECK(message_of([&] { pad()->layout(samples); }) ==
        "pad: a batch of shape (2, 4294967296, 4294967296) would have more than 2**63 bytes");
}

TEST_CASE("A value that the samples' dtype cannot hold is refused, be there something to fill or not", "[loader]") {
  const std::vector<std::int64_t> second = GENERATE(std::vector<std::int64_t>{2}, std::vector<std::int64_t>{3});
  const std::vector<TensorInfo> samples = {{at::kByte, {3}}, {at::kByte, second}};
  CHECK_THAT(message_of([&] { wick::detail::checked_layout(*pad(300), samples); }),
             Catch::Matchers::StartsWith("collate pad: its layout fills with 300: ") &&
                 Catch::Matchers::ContainsSubstring("uint8"));
}

TEST_CASE("A loader pads ragged samples and delivers their lengths", "[loader]") {
  const int workers = GENERATE(0, 2);
  const auto dtype = GENERATE(at::kDouble, at::kShort);
  const auto samples = numbered({{3, 5}, {4, 2}, {1, 9}, {2, 2}, {0, 4}, {2, 2}, {2, 2}}, dtype);
  const auto batches = loaded(samples, pad(-3), 3, workers);
  REQUIRE(batches.size() == 3);
  for (const auto& batch : batches) {
    std::vector<at::Tensor> members;
    for (const std::int64_t index : batch.indices()) members.push_back(samples[static_cast<std::size_t>(index)]);
    CHECK(same(batch["data"], padded(members, -3)));
    check_lengths(batch["data.lengths"], members);
  }
}

TEST_CASE("The lengths of sequences are one number each, those of images one row each", "[loader]") {
  const auto lengths = [](const Shapes& shapes) {
    return wick::detail::checked_layout(*pad(), infos_of(numbered(shapes))).extras.at(0).second;
  };
  CHECK(lengths({{3}, {0}, {5}}).sizes() == at::IntArrayRef({3}));
  CHECK(lengths({{3}, {0}, {5}})[2].item<std::int64_t>() == 5);
  CHECK(lengths({{3, 5}, {4, 2}}).sizes() == at::IntArrayRef({2, 2}));
  CHECK(lengths({{}, {}}).sizes() == at::IntArrayRef({2, 0}));
  const auto batches = loaded(numbered({{3}, {1}, {5}}), pad(), 3, 1);
  CHECK(batches.at(0)["data.lengths"].sizes() == at::IntArrayRef({3}));
}

TEST_CASE("A loader fills a padded batch of many megabytes to its last element", "[loader]") {
  const auto samples = numbered({{1, 3}, {700, 1}, {1, 1100}}, at::kInt);
  const auto batches = loaded(samples, pad(-3), 3, 2);
  REQUIRE(batches.size() == 1);
  CHECK(same(batches[0]["data"], padded(samples, -3)));
}

TEST_CASE("A fill value out of range is an error of the batch, not a crash", "[loader]") {
  const auto samples = numbered({{3}, {2}}, at::kByte);
  CHECK_THAT(
      message_of([&] { loaded(samples, pad(-1), 2, 1); }),
      Catch::Matchers::ContainsSubstring("batch 0 of epoch 0") && Catch::Matchers::ContainsSubstring("fills with -1"));
}
