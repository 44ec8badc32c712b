// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/sample_error.hpp>

#include "../loader/loading.hpp"
#include "scripted_accelerator.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace wick::test {

using Next = DeviceScript::Next;
using Consumer = DeviceScript::Consumer;

inline const c10::Device cuda(c10::kCUDA);

/// Elements of a sample of 4 KiB: a batch of two takes 8 KiB, which no allocator rounds.
inline constexpr std::int64_t page = 512;
inline constexpr std::int64_t batch_bytes = 2 * page * 8;

/// 4 KiB samples, as `ScriptedSource` makes them.
inline NumpyDataset pages(std::int64_t size) {
  return dataset_of(std::make_shared<ScriptedSource>(size, nullptr, Shape{page}));
}

/// Every element of every sample is the sample's number.
inline bool is_whole(const Batch& batch) {
  const at::Tensor data = batch["data"].reshape({batch.size(), -1});
  for (std::int64_t i = 0; i < batch.size(); ++i)
    for (std::int64_t j = 0; j < data.size(1); ++j)
      if (data.data_ptr<std::int64_t>()[i * data.size(1) + j] != batch.indices()[static_cast<std::size_t>(i)])
        return false;
  return true;
}

/// The rest of an epoch. What is in it can be looked at when the device has done its work.
inline std::vector<Batch> take_all(Epoch& epoch) {
  std::vector<Batch> batches;
  while (auto batch = epoch.next()) batches.push_back(*std::move(batch));
  return batches;
}

/// The numbers of all samples, in order of delivery; -1 for a batch that is not whole.
inline std::vector<std::int64_t> numbers(const std::vector<Batch>& batches) {
  std::vector<std::int64_t> found;
  for (const Batch& batch : batches) {
    if (!is_whole(batch)) found.push_back(-1);
    found.insert(found.end(), batch.indices().begin(), batch.indices().end());
  }
  return found;
}

/// Whether something that other threads are about to do happens before long.
inline bool happens(const std::function<bool()>& event) {
  for (int i = 0; i < 100000; ++i) {
    if (event()) return true;
    std::this_thread::yield();
  }
  return false;
}

/// What an epoch gave to a caller who goes on after every error.
struct Outcome {
  std::vector<std::int64_t> delivered, raised;
  std::vector<std::int64_t> sizes;
  std::vector<std::string> failed;  ///< Batches.

  bool operator==(const Outcome&) const = default;
};

inline Outcome load_through_errors(DataLoader& loader, std::uint64_t number = 0) {
  Outcome outcome;
  auto epoch = loader.epoch(number);
  for (;;) try {
      const auto batch = epoch.next();
      if (!batch) return outcome;
      const auto found = contents(*batch);
      outcome.sizes.push_back(batch->size());
      outcome.delivered.insert(outcome.delivered.end(), found.begin(), found.end());
    } catch (const SampleError& error) {
      outcome.raised.push_back(error.index());
    } catch (const Error& error) {
      outcome.failed.emplace_back(error.what());
    }
}

}  // namespace wick::test
