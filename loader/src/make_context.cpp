// SPDX-License-Identifier: MIT
#include "make_context.hpp"

#include <wick/datasets/detail/worker_guard.hpp>
#include <wick/datasets/numpy_dataset.hpp>

#include "pinned_buffers.hpp"
#include "recycled_memory.hpp"
#include "stack.hpp"
#include "staging_memory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <utility>

namespace wick::detail {
namespace {

std::unique_ptr<DeviceLane> make_lane(const ResolvedLoaderOptions& options) {
  if (options.device.is_cpu()) return nullptr;
  std::optional<std::int64_t> budget;
  if (options.device_memory) budget = options.device_memory->count;
  return std::make_unique<DeviceLane>(options.accelerator->stream(options.device.index()), options.device_prefetch,
                                      budget);
}

std::unique_ptr<BatchBuffers> make_buffers(const ResolvedLoaderOptions& options, const DeviceLane* lane) {
  if (!options.pin_memory) return std::make_unique<RecycledMemory>(options.batch_memory);
  if (lane) return std::make_unique<RecycledMemory>(std::make_shared<StagingMemory>(lane->stream()));
  return std::make_unique<PinnedBuffers>(options.accelerator);
}

// Whether the device is to do what `host` leaves to it: told by the first sample. What is wrong with that sample is
// said where it is loaded.
bool device_converts(const FieldReader& whole, const FieldReader& host, std::optional<Convert> convert) {
  try {
    const auto after = whole.info(0), before = host.info(0);
    if (!after || !before) return convert == Convert::device;
    // The host casts any uint64. Where LibTorch has none, those that int64 cannot hold would not reach the device.
    const Dtype& file = before->array.dtype;
    if (file.kind == 'u' && file.itemsize == 8 && before->tensor.dtype == at::kLong) return false;
    return convert == Convert::device || c10::elementSize(before->tensor.dtype) < c10::elementSize(after->tensor.dtype);
  } catch (const std::exception&) {
    return false;
  }
}

// The field as workers read it, and the steps that are left to the device.
void add_field(BatchContext& context, const FieldReader& whole, CollatePtr collate, std::optional<Convert> convert) {
  auto& field = context.fields.emplace_back(whole, std::move(collate));
  const std::span<const AnyTransform> transforms = whole.field().transforms;
  const bool possible = context.lane && convert != Convert::host && is_stack(*field.collate);
  const std::size_t steps = possible ? device_steps(transforms) : 0;
  if (steps > 0) {
    Field rest = whole.field();
    rest.transforms.resize(transforms.size() - steps, transforms.front());
    const FieldReader host(std::move(rest));
    if (device_converts(whole, host, convert))
      field.divided.emplace(host, DeviceConversion(transforms.last(steps), context.lane->stream()));
  }
}

void check_collates(const NumpyDataset& dataset, const ResolvedLoaderOptions& options) {
  std::string names;
  for (const auto& reader : dataset.readers()) names += (names.empty() ? "" : ", ") + reader.field().name;
  for (const auto& collate : options.collate)
    if (std::none_of(dataset.readers().begin(), dataset.readers().end(),
                     [&](const auto& reader) { return reader.field().name == collate.first; }))
      throw Error(fmt::format("collate: the data set has no field \"{}\"; it has: {}", collate.first, names));
}

}  // namespace

std::shared_ptr<BatchContext> make_context(const NumpyDataset& dataset, const ResolvedLoaderOptions& options) {
  check_collates(dataset, options);
  const WorkerGuard guard;  // What is made for the device serves whatever mode the caller is in later.
  auto context = std::make_shared<BatchContext>(options.workers, options.seed);
  context->lane = make_lane(options);
  context->memory = make_buffers(options, context->lane.get());
  for (const auto& reader : dataset.readers()) {
    const auto collate = options.collate.find(reader.field().name);
    add_field(*context, reader, collate == options.collate.end() ? stack() : collate->second, options.convert);
  }
  return context;
}

}  // namespace wick::detail
