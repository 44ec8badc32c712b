// SPDX-License-Identifier: MIT
#include "read_loader.hpp"

#include "required.hpp"

#include <c10/util/Exception.h>
#include <fmt/format.h>

#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace wick::detail {

namespace {

/// `read(key)`, or nullopt where the value is the word `auto`.
template <typename Read>
auto unless_auto(const Section& section, std::string_view key, Read read) -> decltype(read(key)) {
  if (section.kind(key) == ValueKind::scalar && section.string(key) == "auto") return std::nullopt;
  return read(key);
}

std::optional<int> read_count(const Section& section, std::string_view key, int min, int max) {
  return unless_auto(section, key, [&](std::string_view name) -> std::optional<int> {
    const auto count = section.integer(name, min, max);
    return count ? std::optional(static_cast<int>(*count)) : std::nullopt;
  });
}

/// Throws what `resolve` has to say about these options.
void check(const LoaderOptions& options) { static_cast<void>(resolve(options)); }

/// The device by torch's name. `resolve` says which ones this build delivers on.
c10::Device read_device(const Section& loader) {
  const std::string name = loader.string("device").value_or("cpu");
  LoaderOptions only;
  try {
    only.device = c10::Device(name);
  } catch (const c10::Error&) {
    loader.fail("device", fmt::format("'{}', expected a device by torch's name: cpu, cuda, cuda:1", name));
  }
  return at_place(loader, "device", [&] { return check(only), only.device; });
}

std::optional<bool> read_pin_memory(const Section& loader) {
  LoaderOptions only;
  only.pin_memory = unless_auto(loader, "pin_memory", [&](std::string_view key) { return loader.boolean(key); });
  return at_place(loader, "pin_memory", [&] { return check(only), only.pin_memory; });
}

void read_behaviour(const Section& loader, LoaderOptions& options) {
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
  options.batch_size = loader.integer("batch_size", 1, most).value_or(options.batch_size);
  options.shuffle = loader.boolean("shuffle").value_or(options.shuffle);
  options.seed =
      static_cast<std::uint64_t>(loader.integer("seed", 0, std::numeric_limits<std::int64_t>::max()).value_or(0));
  if (loader.one_of("last_batch", {"keep", "drop"}) == "drop") options.last_batch = LastBatch::drop;
  if (loader.one_of("order", {"sampler", "ready"}) == "ready") options.order = Order::ready;
  const auto on_error = loader.one_of("on_error", {"raise", "skip", "substitute"});
  if (on_error == "skip") options.on_error = OnError::skip;
  if (on_error == "substitute") options.on_error = OnError::substitute;
  options.max_errors =
      loader.integer("max_errors", 0, std::numeric_limits<std::int64_t>::max()).value_or(options.max_errors);
  options.device = read_device(loader);
}

void read_performance(const Section& loader, LoaderOptions& options) {
  constexpr int most_workers = 1024, most_prefetch = 65536;
  options.workers = read_count(loader, "workers", 0, most_workers);
  options.prefetch = read_count(loader, "prefetch", 1, most_prefetch);
  options.memory = unless_auto(loader, "memory", [&](std::string_view key) { return loader.bytes(key); });
  options.pin_memory = read_pin_memory(loader);
}

}  // namespace

LoaderOptions read_loader(const Section& loader) {
  LoaderOptions options;
  read_behaviour(loader, options);
  read_performance(loader, options);
  return options;
}

}  // namespace wick::detail
