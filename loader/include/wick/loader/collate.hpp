// SPDX-License-Identifier: MIT
#pragma once

#include <wick/error.hpp>
#include <wick/transforms/tensor_info.hpp>

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace wick {

/// Where one sample lands in the batch tensor: its element (0, ..., 0) and its strides there, both counted in elements.
struct Place {
  std::int64_t offset = 0;
  std::vector<std::int64_t> strides;
};

/// The plan of one field's batch tensor, made before a byte is read.
struct BatchLayout {
  /// The batch tensor: contiguous, C order.
  TensorInfo batch;

  /// One place per sample. They lie within the batch tensor and do not overlap.
  std::vector<Place> places;

  /// Value of the elements that no sample covers. Unset: every element is covered.
  std::optional<double> fill = std::nullopt;

  /// Further tensors that tell how to read the batch; delivered as `field.name`: `data.offsets`.
  std::vector<std::pair<std::string, at::Tensor>> extras = {};
};

/// Samples whose dtype or shape does not fit with the others. `positions` counts within the batch, from 0.
class CollateError : public Error {
 public:
  CollateError(std::vector<std::size_t> positions, const std::string& reason);

  const std::vector<std::size_t>& positions() const noexcept { return positions_; }

 private:
  std::vector<std::size_t> positions_;
};

/// How the samples of a batch become one tensor. It says where each sample goes; the loader then reads every sample
/// straight into its place. Derive from it to make your own. Thread safety: `layout` is called from many workers at
/// once.
class Collate {
 public:
  virtual ~Collate() = default;

  /// For messages: `stack`.
  virtual std::string name() const = 0;

  /// Lays out a batch of samples of these dtypes and shapes; at least one. The same samples give the same layout: the
  /// loader keeps one without extras for later batches. Throws `CollateError` naming those that do not fit.
  virtual BatchLayout layout(std::span<const TensorInfo> samples) const = 0;

  /// Samples may differ in shape. False (the default): `layout` gets samples of one dtype and shape only, and the
  /// loader expects all samples of the data set to be alike, and looks at their headers first only after it met one
  /// that is not.
  virtual bool ragged() const noexcept { return false; }
};

using CollatePtr = std::shared_ptr<const Collate>;

/// Along a new first dimension, as `torch.stack`: (C, H, W) -> (N, C, H, W).
CollatePtr stack();

/// Along dimension `dim`, as `torch.cat`; the samples' extents there may differ. Adds `offsets`, int64 of shape (N +
/// 1,): sample i is `batch.narrow(dim, offsets[i], offsets[i + 1] - offsets[i])`. (3, 5) and (4, 5) -> (7, 5), offsets
/// 0, 3, 7.
CollatePtr cat(std::int64_t dim = 0);

/// Along a new first dimension, each sample filled up with `value` at the end of its dimensions to the largest extent
/// of the batch. Adds `lengths`, int64: for samples of one dimension of shape (N,), as `pack_padded_sequence` takes it;
/// else of shape (N, D) for D dimensions, where row i is the shape of sample i. (3,) and (5,) -> (2, 5), lengths 3, 5.
/// (3, 5) and (4, 2) -> (2, 4, 5), lengths (3, 5), (4, 2).
CollatePtr pad(double value = 0);

/// Tiles of one image, `columns` in a row (unset: about square), `padding` elements of `value` between and around them:
/// (H, W) -> (rows * (H + p) + p, columns * (W + p) + p); (C, H, W) -> (C, ..., ...). As torchvision's `make_grid`.
/// Samples are of one shape.
CollatePtr grid(std::optional<std::int64_t> columns = std::nullopt, std::int64_t padding = 2, double value = 0);

}  // namespace wick
