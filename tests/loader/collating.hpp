// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/from_numpy.hpp>
#include <wick/datasets/in_memory.hpp>
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/loader/collate.hpp>
#include <wick/loader/data_loader.hpp>

#include <ATen/core/Tensor.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/full.h>
#include <checked_layout.hpp>

#include <cstdint>
#include <exception>
#include <string>
#include <vector>

namespace wick::test {

/// What the exception says that `call` throws; empty if it throws none.
template <typename Call>
std::string message_of(const Call& call) {
  try {
    call();
  } catch (const std::exception& error) {
    return error.what();
  }
  return {};
}

/// What a `CollateError` says, and which samples it names.
struct Refusal {
  std::vector<std::size_t> positions;
  std::string message;
};

inline Refusal refusal_of(const Collate& collate, const std::vector<TensorInfo>& samples) {
  try {
    detail::checked_layout(collate, samples);
  } catch (const CollateError& error) {
    return {error.positions(), error.what()};
  }
  return {};
}

/// Tensors of these shapes whose elements are all different, also among tensors.
inline std::vector<at::Tensor> numbered(const std::vector<std::vector<std::int64_t>>& shapes,
                                        at::ScalarType dtype = at::kFloat) {
  std::vector<at::Tensor> tensors;
  std::int64_t next = 1;
  for (const auto& shape : shapes) {
    const std::int64_t count = TensorInfo{dtype, shape}.count();
    tensors.push_back(at::arange(next, next + count).to(dtype).reshape(shape));
    next += count;
  }
  return tensors;
}

inline std::vector<TensorInfo> infos_of(const std::vector<at::Tensor>& samples) {
  std::vector<TensorInfo> infos;
  for (const auto& sample : samples) infos.push_back({sample.scalar_type(), sample.sizes().vec()});
  return infos;
}

/// What the engine makes of a layout: a tensor of the fill value (0 where there is none, to be overwritten), and every
/// sample copied into its place.
inline at::Tensor filled(const BatchLayout& layout, const std::vector<at::Tensor>& samples) {
  const at::Tensor batch = at::full(layout.batch.shape, layout.fill.value_or(0), layout.batch.dtype);
  for (std::size_t i = 0; i < samples.size(); ++i)
    batch.as_strided(samples[i].sizes(), layout.places[i].strides, layout.places[i].offset).copy_(samples[i]);
  return batch;
}

inline at::Tensor collated(const Collate& collate, const std::vector<at::Tensor>& samples) {
  return filled(detail::checked_layout(collate, infos_of(samples)), samples);
}

/// The same dtype, shape and elements.
inline bool same(const at::Tensor& a, const at::Tensor& b) {
  return a.scalar_type() == b.scalar_type() && a.sizes() == b.sizes() && a.equal(b);
}

/// A data set of these tensors as its one field, "data".
inline NumpyDataset dataset_of(const std::vector<at::Tensor>& tensors) {
  std::vector<NumpyArray> arrays;
  for (const auto& tensor : tensors) arrays.push_back(to_numpy(tensor));
  return NumpyDataset({{"data", in_memory(std::move(arrays))}});
}

/// All batches that a loader makes of these tensors, in order.
inline std::vector<Batch> loaded(const std::vector<at::Tensor>& tensors, CollatePtr collate, std::int64_t batch_size,
                                 int workers) {
  DataLoader loader(dataset_of(tensors),
                    {.batch_size = batch_size, .collate = {{"data", std::move(collate)}}, .workers = workers});
  std::vector<Batch> batches;
  for (auto& batch : loader.epoch(0)) batches.push_back(batch);
  return batches;
}

}  // namespace wick::test
