// SPDX-License-Identifier: MIT
#include <wick/loader/loader_options.hpp>

#include "available_cores.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace wick {
namespace {

constexpr int max_workers = 1024;
constexpr int max_prefetch = 65536;

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

void check_device(const LoaderOptions& options) {
  if (!options.device.is_cpu())
    throw Error(fmt::format(
        "loader: device is {}: this build of wick delivers on the cpu only; move the batch with .to(device)",
        options.device.str()));
  if (options.pin_memory.value_or(false))
    throw Error(
        "loader: pin_memory is true: this build of wick has no page-locked memory; leave it open or set it to false");
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
  check_collates(options);
  check_device(options);

  const int workers = options.workers.value_or(detail::available_cores());
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
      .prefetch = workers == 0 ? 1 : options.prefetch.value_or(default_prefetch(workers, options.batch_size)),
      .batch_memory = options.batch_memory ? options.batch_memory : pageable_memory(),
      .memory = options.memory,
  };
}

}  // namespace wick
