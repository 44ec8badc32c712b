// SPDX-License-Identifier: MIT
#pragma once

#include <support/scripted_source.hpp>
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/loader/data_loader.hpp>

#include <cstdint>
#include <vector>

namespace wick::test {

inline NumpyDataset dataset_of(SourcePtr source) { return NumpyDataset({{"data", std::move(source)}}); }

/// First element of each row of the batch: what the samples of a `ScriptedSource` say they are.
inline std::vector<std::int64_t> contents(const Batch& batch) {
  const at::Tensor& data = batch["data"];
  std::vector<std::int64_t> found;
  const std::int64_t step = batch.size() > 0 ? data.numel() / batch.size() : 0;
  for (std::int64_t i = 0; i < batch.size(); ++i) found.push_back(data.data_ptr<std::int64_t>()[i * step]);
  return found;
}

/// All samples of the rest of an epoch, in order of delivery.
inline std::vector<std::int64_t> drain(Epoch& epoch) {
  std::vector<std::int64_t> found;
  while (const auto batch = epoch.next())
    for (const std::int64_t value : contents(*batch)) found.push_back(value);
  return found;
}

inline std::vector<std::int64_t> load_all(DataLoader& loader, std::uint64_t number = 0) {
  auto epoch = loader.epoch(number);
  return drain(epoch);
}

/// 0, 1, ..., count - 1.
inline std::vector<std::int64_t> range(std::int64_t count) {
  std::vector<std::int64_t> values;
  for (std::int64_t i = 0; i < count; ++i) values.push_back(i);
  return values;
}

}  // namespace wick::test
