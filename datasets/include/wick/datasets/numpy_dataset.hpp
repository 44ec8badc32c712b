// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/field.hpp>
#include <wick/datasets/field_reader.hpp>

#include <torch/data/datasets/base.h>
#include <torch/data/example.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wick {

/// Samples made of named fields, each read from NumPy files or another source and transformed. It is a `torch::data`
/// dataset (data = field "data" or the first, target = field "target" or the first other, undefined if there is one
/// field only) and what `wick::DataLoader` loads.
///
///     wick::NumpyDataset dataset({{"data", wick::npy_files("train/*.npy")},
///                                 {"target", wick::npy_rows("labels.npy")}});
///     dataset.transform("data", {wick::Cast(torch::kFloat32), wick::Scale(1 / 255.0)});
///
/// Copies are cheap: they share sources and transforms. `transform` of one copy leaves the others as they are.
/// Thread safety: const methods, `get` and `get_batch` may be called from any number of threads at once.
class NumpyDataset : public torch::data::datasets::Dataset<NumpyDataset, torch::data::Example<>> {
  using Base = torch::data::datasets::Dataset<NumpyDataset, torch::data::Example<>>;

  // c10::optional or std::optional, whichever this LibTorch has.
  using Size = decltype(std::declval<const Base&>().size());

 public:
  /// Throws `Error` when there is no field, a name is empty or twice, a source is missing, or the sources differ in
  /// size.
  explicit NumpyDataset(std::vector<Field> fields);

  /// Appends to the transforms of a field; returns this. Throws `Error` when there is no such field or a transform
  /// makes no sense.
  NumpyDataset& transform(std::string_view field, std::vector<AnyTransform> transforms);

  const std::vector<Field>& fields() const noexcept;

  /// One per field, in their order: what loaders read through.
  const std::vector<FieldReader>& readers() const noexcept;

  /// Epoch and seed of the random transforms in `get` and `get_batch`; 0 and 0 unless set. Shared by all copies, so
  /// that they reach those that a `torch::data` loader made. `wick::DataLoader` has its own.
  void set_epoch(std::uint64_t epoch);
  void set_seed(std::uint64_t seed);

  /// One sample. Throws `SampleError`.
  torch::data::Example<> get(size_t index) override;

  /// Samples read in parallel by oneTBB, in the order of `indices`. Throws the `SampleError` of the first that fails.
  std::vector<torch::data::Example<>> get_batch(c10::ArrayRef<size_t> indices) override;

  /// Number of samples.
  Size size() const override;

 private:
  struct Parts;
  struct Shared;

  torch::data::Example<> read(std::size_t index) const;

  std::shared_ptr<const Parts> parts_;  // replaced, never changed
  std::shared_ptr<Shared> shared_;
};

}  // namespace wick
