// SPDX-License-Identifier: MIT
#include <wick/loader/loader_options.hpp>

#include "available_cores.hpp"

#include <c10/util/Exception.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace wick {
namespace {

constexpr int max_workers = 1024;
constexpr int max_prefetch = 65536;
constexpr int default_device_prefetch = 2;

constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();

void check_range(const char* name, std::int64_t value, std::int64_t least, std::int64_t most = unlimited) {
  if (value >= least && value <= most) return;
  const auto expected = most == unlimited ? fmt::format("at least {}", least) : fmt::format("{} to {}", least, most);
  throw Error(fmt::format("loader: {} is {}; {} expected", name, value, expected));
}

void check_collates(const LoaderOptions& options) {
  for (const auto& [field, collate] : options.collate)
    if (!collate)
      throw Error(fmt::format("loader: collate of field \"{}\" is null; leave the field out to stack it", field));
}

// Options of which each makes no sense without another.
void check_together(const LoaderOptions& options) {
  if (options.batch_memory && options.pin_memory.value_or(false))
    throw Error("loader: pin_memory is true, and there is batch_memory, which says itself what it is; set one of them");
  if (options.batch_memory && !options.device.is_cpu())
    throw Error(fmt::format(
        "loader: batch_memory is set, and device is {}: batches go there through memory of its own; set one of them",
        options.device.str()));
  if (options.device.is_cpu() && options.convert == Convert::device)
    throw Error("loader: convert is device, and device is cpu: set device too, or leave convert open");
}

// Asks for CUDA only where it is of use: that alone initialises it, which processes that fork later cannot undo.
std::shared_ptr<Accelerator> find_accelerator(const LoaderOptions& options) {
  const bool of_use = !options.device.is_cpu() || options.pin_memory.value_or(!options.batch_memory);
  if (!of_use) return nullptr;
  return options.accelerator ? options.accelerator : cuda_accelerator();
}

// A GPU may be there and yet not to be used: full, or another process's alone.
bool can_lock_memory(Accelerator& accelerator) {
  try {
    return accelerator.pinned(1).defined();
  } catch (const std::exception& error) {
    TORCH_WARN_ONCE("wick: batches are not page-locked: ", error.what());
    return false;
  }
}

// The device with its index.
c10::Device resolve_device(const LoaderOptions& options, const std::shared_ptr<Accelerator>& accelerator) {
  const c10::Device device = options.device;
  if (device.is_cpu()) return device;
  if (!device.is_cuda())
    throw Error(fmt::format("loader: device is {}; cpu or cuda expected: move batches with .to(device)", device.str()));
  if (!accelerator)
    throw Error(fmt::format("loader: device is {}, but {}; deliver to the cpu there", device.str(), why_no_cuda()));
  const int count = accelerator->device_count();
  const int index = device.has_index() ? device.index() : accelerator->current_device();
  if (index >= count)
    throw Error(fmt::format("loader: device is {}; there {} {}, counted from 0", device.str(),
                            count == 1 ? "is" : "are", count));
  return {device.type(), static_cast<c10::DeviceIndex>(index)};
}

bool resolve_pin_memory(const LoaderOptions& options, const std::shared_ptr<Accelerator>& accelerator) {
  if (options.pin_memory.value_or(false) && !accelerator)
    throw Error(fmt::format("loader: pin_memory is true, but {}; leave it open or set it to false", why_no_cuda()));
  if (options.pin_memory || !options.device.is_cpu()) return options.pin_memory.value_or(true);
  return accelerator && can_lock_memory(*accelerator);
}

// As many batches ahead as give every worker a sample of its own twice over, 4 at least. Without workers nothing runs
// ahead.
int default_prefetch(int workers, std::int64_t batch_size) {
  if (workers == 0) return 1;
  return std::max<int>(4, static_cast<int>((2 * workers + batch_size - 1) / batch_size) + 1);
}

}  // namespace

// Messages begin with `loader: ` and the option's name, by which the YAML reader places them.
ResolvedLoaderOptions resolve(const LoaderOptions& options) {
  check_range("batch_size", options.batch_size, 1, std::int64_t{1} << 40);
  check_range("max_errors", options.max_errors, 0);
  if (options.workers) check_range("workers", *options.workers, 0, max_workers);
  if (options.prefetch) check_range("prefetch", *options.prefetch, 1, max_prefetch);
  if (options.memory) check_range("memory", options.memory->count, 1);
  if (options.device_prefetch) check_range("device_prefetch", *options.device_prefetch, 0, max_prefetch);
  if (options.device_memory) check_range("device_memory", options.device_memory->count, 1);
  check_collates(options);
  check_together(options);

  auto accelerator = find_accelerator(options);
  const c10::Device device = resolve_device(options, accelerator);
  const bool pin_memory = resolve_pin_memory(options, accelerator);
  if (device.is_cpu() && !pin_memory) accelerator = nullptr;
  const int workers = options.workers.value_or(detail::available_cores());
  const int device_prefetch = options.device_prefetch.value_or(default_device_prefetch);
  const int host_prefetch = default_prefetch(workers, options.batch_size);
  return {
      .batch_size = options.batch_size,
      .shuffle = options.shuffle,
      .seed = options.seed,
      .last_batch = options.last_batch,
      .collate = options.collate,
      .order = options.order,
      .on_error = options.on_error,
      .max_errors = options.max_errors,
      .workers = workers,
      .prefetch = workers == 0 ? 1
                               : options.prefetch.value_or(
                                     device.is_cpu() ? host_prefetch : std::max(host_prefetch, device_prefetch + 2)),
      .device = device,
      .pin_memory = pin_memory,
      .convert = options.convert,
      .device_prefetch = device_prefetch,
      .device_memory = options.device_memory,
      .batch_memory = options.batch_memory || pin_memory ? options.batch_memory : pageable_memory(),
      .accelerator = std::move(accelerator),
      .memory = options.memory,
  };
}

}  // namespace wick
