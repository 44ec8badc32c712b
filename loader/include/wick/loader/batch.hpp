// SPDX-License-Identifier: MIT
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wick {

/// Data and target, for `auto [data, target] = batch.example();`.
struct Example {
  at::Tensor data;
  at::Tensor target;
};

/// One batch: named tensors. It owns its memory; when it and the last tensor of it are gone, the buffers go back to the
/// loader. Cheap to copy and to move. Thread safety: as tensors.
class Batch {
 public:
  Batch() = default;

  /// For loaders, and for tests of code that takes batches. `tensors`: those of the dataset's fields, `fields` of them,
  /// in order; then those that collates added.
  Batch(std::vector<std::pair<std::string, at::Tensor>> tensors, std::vector<std::int64_t> indices, std::int64_t number,
        std::size_t fields);

  /// The tensor of a field: `batch["data"]`; or of a collate: `batch["data.offsets"]`. Throws `Error` that lists the
  /// names.
  const at::Tensor& operator[](std::string_view name) const;

  /// All tensors: the fields' in their order, then those that collates added.
  const std::vector<std::pair<std::string, at::Tensor>>& tensors() const noexcept { return tensors_; }

  /// As `NumpyDataset`'s: field "data" and field "target"; the first other field in place of one that is missing. A
  /// batch of one field has it as data and an undefined target.
  Example example() const;

  /// Number of samples.
  std::int64_t size() const noexcept { return static_cast<std::int64_t>(indices_.size()); }

  /// The dataset's index of each sample, in order.
  const std::vector<std::int64_t>& indices() const noexcept { return indices_; }

  /// Which batch of the epoch this is, from 0, in the sampler's order.
  std::int64_t number() const noexcept { return number_; }

 private:
  std::vector<std::pair<std::string, at::Tensor>> tensors_;
  std::vector<std::int64_t> indices_;
  std::int64_t number_ = 0;
  std::size_t fields_ = 0;
};

}  // namespace wick
