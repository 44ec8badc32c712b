// SPDX-License-Identifier: MIT
#include "collating.hpp"

#include <ATen/ops/stack.h>

#include <support/prelude.hpp>

using namespace wick;
using namespace wick::test;

TEST_CASE("stack is torch.stack, for any shape and dtype", "[loader]") {
  const std::vector<std::int64_t> shape =
      GENERATE(std::vector<std::int64_t>{}, std::vector<std::int64_t>{4}, std::vector<std::int64_t>{3, 2, 5},
               std::vector<std::int64_t>{1, 1}, std::vector<std::int64_t>{3, 0, 2});
  const at::ScalarType dtype =
      GENERATE(at::kByte, at::kShort, at::kLong, at::kHalf, at::kFloat, at::kDouble, at::kComplexFloat, at::kBool);
  for (const std::size_t count : {1, 2, 5}) {
    const auto samples = numbered(std::vector(count, shape), dtype);
    CHECK(same(collated(*stack(), samples), at::stack(samples)));
  }
}

TEST_CASE("stack leaves nothing to be filled and adds nothing", "[loader]") {
  const auto layout = stack()->layout(std::vector<TensorInfo>(3, {at::kFloat, {2, 2}}));
  CHECK(!layout.fill);
  CHECK(layout.extras.empty());
  CHECK(!stack()->ragged());
}

TEST_CASE("stack names the samples of another shape or dtype, also where they come first", "[loader]") {
  const TensorInfo usual{at::kFloat, {3, 5}};
  const auto shape = refusal_of(*stack(), {{at::kFloat, {4, 5}}, usual, usual, {at::kFloat, {3}}});
  CHECK(shape.positions == std::vector<std::size_t>{0, 3});
  CHECK(shape.message ==
        "stack needs samples of one dtype and shape (cat and pad take ragged ones): this one is float32 (4, 5), others "
        "of "
        "the batch are float32 (3, 5)");
  const auto dtype = refusal_of(*stack(), {usual, usual, {at::kDouble, {3, 5}}});
  CHECK(dtype.positions == std::vector<std::size_t>{2});
  CHECK(dtype.message ==
        "stack needs samples of one dtype and shape (cat and pad take ragged ones): this one is float64 (3, 5), others "
        "of "
        "the batch are float32 (3, 5)");
}

TEST_CASE("stack refuses a batch that nobody can count", "[loader]") {
  const std::vector<TensorInfo> samples(3, {at::kByte, {std::int64_t{1} << 62}});
  CHECK(message_of([&] { stack()->layout(samples); }) ==
        "stack: a batch of shape (3, 4611686018427387904) would have more than 2**63 bytes");
}

TEST_CASE("A loader stacks samples of one shape with any number of workers", "[loader]") {
  const int workers = GENERATE(0, 1, 3);
  const auto samples = numbered({{2, 3}, {2, 3}, {2, 3}, {2, 3}, {2, 3}}, at::kShort);
  const auto batches = loaded(samples, stack(), 3, workers);
  REQUIRE(batches.size() == 2);
  CHECK(same(batches[0]["data"], at::stack({samples[0], samples[1], samples[2]})));
  CHECK(same(batches[1]["data"], at::stack({samples[3], samples[4]})));
}
