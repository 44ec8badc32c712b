// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/accelerator.hpp>
#include <wick/loader/batch_memory.hpp>
#include <wick/loader/bytes.hpp>
#include <wick/loader/collate.hpp>

#include <c10/core/Device.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace wick {

/// What becomes of a last batch that is not full.
enum class LastBatch { keep, drop };

/// In which order batches are delivered.
enum class Order {
  sampler,  ///< As the sampler names them: the same for any number of workers.
  ready,    ///< Whichever is complete first; `Batch::indices` tells what it holds.
};

/// What a sample that cannot be loaded does.
enum class OnError {
  raise,       ///< `next()` throws its `SampleError`. If the caller goes on, the batch arrives without that sample.
  skip,        ///< The batch arrives without it.
  substitute,  ///< Another sample takes its place, drawn from (seed, epoch, index): batches keep their sizes.
};

/// Where the last elementwise transforms of a field run, if batches go to a device.
enum class Convert {
  host,    ///< Workers convert; what the transforms make travels.
  device,  ///< What the files hold travels, and the device converts it.
};

/// How a `DataLoader` works. Every field has a working default; YAML keys are the field names.
struct LoaderOptions {
  // Behaviour.

  /// Samples per batch. At least 1.
  std::int64_t batch_size = 32;

  /// Each epoch in an order of its own, drawn from (seed, epoch) without storing it.
  bool shuffle = false;

  /// Everything random follows from it: order, random transforms, substitutes.
  std::uint64_t seed = 0;

  /// What becomes of a last batch that is not full.
  LastBatch last_batch = LastBatch::keep;

  /// How the samples of a field become one tensor, by field name. Fields that are not named are stacked.
  std::map<std::string, CollatePtr> collate = {};

  /// Order of delivery.
  Order order = Order::sampler;

  /// What a sample that cannot be loaded does.
  OnError on_error = OnError::raise;

  /// Samples per epoch that `skip` and `substitute` tolerate; one more is raised.
  std::int64_t max_errors = 1000;

  /// Where batches are delivered: the CPU, or a CUDA device (`torch::kCUDA`: the caller's current one), to which they
  /// are copied ahead on a stream of the loader's own. `next()` then makes the caller's current stream wait for the
  /// batch, not the caller; from there on it is used like any other tensor. What collates add (`data.lengths`) stays on
  /// the CPU.
  c10::Device device = c10::Device(c10::kCPU);

  // Performance.

  /// Threads that read and convert. Unset (YAML `auto`): one per core that this process may use. 0: none, everything
  /// runs on the caller's thread when it asks. More than cores is legal and useful on slow storage.
  std::optional<int> workers = std::nullopt;

  /// Batches that are worked on ahead of the caller. Unset: 4, or as many as keep all workers and the device busy.
  /// Without workers nothing runs ahead, whatever is set.
  std::optional<int> prefetch = std::nullopt;

  /// Bytes of batch memory that may exist at once, from first read to release by the caller, spare buffers included.
  /// Unset: (prefetch + 2) batches. A caller who holds all of it and asks for more still gets its batch, one at a time;
  /// the statistics count it. Samples of transforms that do not `infer` their output exist beside it, whole, while
  /// their batch is made.
  std::optional<Bytes> memory = std::nullopt;

  /// Page-locked memory for batches in host memory, made before the first of them. With `device` the CPU it is
  /// LibTorch's own (`is_pinned()`): `.to(device, /*non_blocking=*/true)` works at full speed, and the batch may be
  /// dropped at once. With a device, batches pass through it. Unset (YAML `auto`): where there is a GPU, unless
  /// `batch_memory` is set. True is refused where there is none.
  std::optional<bool> pin_memory = std::nullopt;

  /// Where samples are converted, if batches go to a device. The device takes over the transforms at the end of a field
  /// that are a Cast to a floating dtype (`OutOfRange::wrap`), Scale or Normalize, if the field is stacked; all others
  /// run on the host whatever is set. The results agree as `Conversion` states, for the device does what torch does.
  /// Unset (YAML `auto`): on the device where less travels then.
  std::optional<Convert> convert = std::nullopt;

  /// Batches that are copied to the device ahead of the caller; 0: each when it is asked for. Of those that are worked
  /// on ahead (`prefetch`), so no more than them, and none without workers. Unset: 2. The caller's thread may run as
  /// many + 2 batches ahead of its stream; then `next()` waits for the stream, so that not all of an epoch lies in
  /// device memory.
  std::optional<int> device_prefetch = std::nullopt;

  /// Bytes of batches that may exist on the device at once, those in the caller's hands included, until their last
  /// tensor goes. Unset: (device_prefetch + 2) batches. A caller who holds all of it still gets its batch, as with
  /// `memory`.
  std::optional<Bytes> device_memory = std::nullopt;

  /// Memory for batches of your own, recycled by the loader. Unset: as `pin_memory` says.
  std::shared_ptr<BatchMemory> batch_memory = nullptr;

  /// What makes page-locked memory and device batches. Unset: `cuda_accelerator()`.
  std::shared_ptr<Accelerator> accelerator = nullptr;
};

/// `LoaderOptions` with nothing left open. Internals accept only this.
struct ResolvedLoaderOptions {
  std::int64_t batch_size;
  bool shuffle;
  std::uint64_t seed;
  LastBatch last_batch;
  std::map<std::string, CollatePtr> collate;
  Order order;
  OnError on_error;
  std::int64_t max_errors;
  int workers;
  int prefetch;
  c10::Device device;  ///< With an index, unless it is the CPU.
  bool pin_memory;
  std::optional<Convert> convert;  ///< Unset: decided for each field.
  int device_prefetch;
  std::optional<Bytes> device_memory;         ///< Unset: (device_prefetch + 2) times the largest batch so far.
  std::shared_ptr<BatchMemory> batch_memory;  ///< Null where `pin_memory` is true.
  std::shared_ptr<Accelerator> accelerator;   ///< Null where neither `device` nor `pin_memory` needs one.
  std::optional<Bytes> memory;                ///< Unset: (prefetch + 2) times the largest batch so far.
};

/// Fills in what is open. Throws `Error` on values out of range and on what this build or machine cannot do.
ResolvedLoaderOptions resolve(const LoaderOptions& options);

}  // namespace wick
