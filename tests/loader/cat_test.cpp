// SPDX-License-Identifier: MIT
#include "collating.hpp"

#include <ATen/ops/cat.h>

#include <support/prelude.hpp>

using namespace wick;
using namespace wick::test;

namespace {

using Shapes = std::vector<std::vector<std::int64_t>>;

// Cuts the batch where its offsets say.
void check_offsets(const at::Tensor& batch, const at::Tensor& offsets, std::int64_t dim,
                   const std::vector<at::Tensor>& samples) {
  REQUIRE(offsets.scalar_type() == at::kLong);
  REQUIRE(offsets.sizes().vec() == std::vector<std::int64_t>{static_cast<std::int64_t>(samples.size()) + 1});
  const auto* offset = offsets.data_ptr<std::int64_t>();
  for (std::size_t i = 0; i < samples.size(); ++i)
    CHECK(same(batch.narrow(dim, offset[i], offset[i + 1] - offset[i]), samples[i]));
}

}  // namespace

TEST_CASE("cat is torch.cat along any dimension, and its offsets cut the samples out again", "[loader]") {
  const auto [dim, shapes] = GENERATE(table<std::int64_t, Shapes>({{0, {{3, 5}, {4, 5}}},
                                                                   {0, {{2}, {0}, {7}, {1}}},
                                                                   {1, {{3, 5}, {3, 1}, {3, 2}}},
                                                                   {-1, {{2, 3, 4}, {2, 3, 1}}},
                                                                   {-2, {{2, 3, 4}, {2, 6, 4}}},
                                                                   {1, {{2, 0, 3}, {2, 0, 3}}},
                                                                   {0, {{4, 4}}}}));
  const at::ScalarType dtype = GENERATE(at::kFloat, at::kByte, at::kComplexDouble);
  const auto samples = numbered(shapes, dtype);
  const auto layout = wick::detail::checked_layout(*cat(dim), infos_of(samples));
  const auto batch = filled(layout, samples);
  CHECK(same(batch, at::cat(samples, dim)));
  CHECK(!layout.fill);
  REQUIRE(layout.extras.size() == 1);
  CHECK(layout.extras[0].first == "offsets");
  check_offsets(batch, layout.extras[0].second, dim, samples);
}

TEST_CASE("cat names the samples that differ elsewhere than along its dimension", "[loader]") {
  const auto other = refusal_of(*cat(0), {{at::kFloat, {3, 5}}, {at::kFloat, {9, 5}}, {at::kFloat, {3, 6}}});
  CHECK(other.positions == std::vector<std::size_t>{2});
  CHECK(
      other.message ==
      "cat along dimension 0 needs samples of one dtype and equal extents in all other dimensions: this one is float32 "
      "(3, 6), others of the batch are float32 (3, 5)");
  const auto dtype = refusal_of(*cat(-1), {{at::kShort, {5}}, {at::kFloat, {3}}, {at::kFloat, {4}}});
  CHECK(dtype.positions == std::vector<std::size_t>{0});
  const auto dimensions = refusal_of(*cat(0), {{at::kFloat, {5}}, {at::kFloat, {3}}, {at::kFloat, {4, 1}}});
  CHECK(dimensions.positions == std::vector<std::size_t>{2});
}

TEST_CASE("cat along a dimension that the samples lack says so, be they alike or not", "[loader]") {
  const auto message = [](std::int64_t dim, const std::vector<TensorInfo>& samples) {
    return message_of([&] { cat(dim)->layout(samples); });
  };
  CHECK(message(2, {{at::kFloat, {3, 5}}, {at::kFloat, {4, 5}}}) ==
        "cat along dimension 2 needs samples that have this dimension: these are float32 (3, 5)");
  CHECK(message(-3, {{at::kFloat, {3, 5}}, {at::kFloat, {3, 5}}}) ==
        "cat along dimension -3 needs samples that have this dimension: these are float32 (3, 5)");
  CHECK(message(0, {{at::kLong, {}}, {at::kLong, {}}}) ==
        "cat along dimension 0 needs samples that have this dimension: these are int64 (); use stack, or Unsqueeze(0) "
        "first");
}

TEST_CASE("cat refuses a batch that nobody can count", "[loader]") {
  const std::vector<TensorInfo> empty(3, {at::kByte, {std::int64_t{1} << 62, 0}});
  CHECK(message_of([&] { cat()->layout(empty); }) ==
        "cat along dimension 0: a dimension of the batch would be 1 * 4611686018427387904 + 4611686018427387904, above "
        "2**63");
  const std::vector<TensorInfo> large(3, {at::kFloat, {1, std::int64_t{1} << 60}});
  CHECK(message_of([&] { cat()->layout(large); }) ==
        "cat along dimension 0: a batch of shape (3, 1152921504606846976) would have more than 2**63 bytes");
}

TEST_CASE("A loader concatenates ragged samples and delivers the offsets of each batch", "[loader]") {
  const auto [dim, shapes] = GENERATE(table<std::int64_t, Shapes>(
      {{0, {{3, 5}, {4, 5}, {0, 5}, {1, 5}, {2, 5}}}, {1, {{2, 3}, {2, 3}, {2, 1}, {2, 8}, {2, 8}}}}));
  const int workers = GENERATE(0, 2);
  const auto samples = numbered(shapes, at::kInt);
  const auto batches = loaded(samples, cat(dim), 3, workers);
  REQUIRE(batches.size() == 2);
  for (const auto& batch : batches) {
    std::vector<at::Tensor> members;
    for (const std::int64_t index : batch.indices()) members.push_back(samples[static_cast<std::size_t>(index)]);
    CHECK(same(batch["data"], at::cat(members, dim)));
    check_offsets(batch["data"], batch["data.offsets"], dim, members);
  }
}

TEST_CASE("A sample that cat cannot fit is an error of that sample; the others arrive", "[loader]") {
  const auto samples = numbered({{3, 5}, {2, 5}, {3, 4}, {1, 5}});
  DataLoader loader(dataset_of(samples), {.batch_size = 4, .collate = {{"data", cat()}}, .workers = 2});
  auto epoch = loader.epoch(0);
  CHECK_THAT(message_of([&] { epoch.next(); }), Catch::Matchers::ContainsSubstring("sample 2") &&
                                                    Catch::Matchers::ContainsSubstring("this one is float32 (3, 4)"));
  const auto batch = epoch.next();
  REQUIRE(batch);
  CHECK(same((*batch)["data"], at::cat({samples[0], samples[1], samples[3]})));
  CHECK(!epoch.next());
}
