// SPDX-License-Identifier: MIT
#include "read_loader.hpp"

#include "required.hpp"

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
  loader.one_of("device", {"cpu"});
}

void read_performance(const Section& loader, LoaderOptions& options) {
  constexpr int most_workers = 1024, most_prefetch = 65536;
  options.workers = read_count(loader, "workers", 0, most_workers);
  options.prefetch = read_count(loader, "prefetch", 1, most_prefetch);
  options.memory = unless_auto(loader, "memory", [&](std::string_view key) { return loader.bytes(key); });
  options.pin_memory = unless_auto(loader, "pin_memory", [&](std::string_view key) { return loader.boolean(key); });
}

}  // namespace

LoaderOptions read_loader(const Section& loader) {
  LoaderOptions options;
  read_behaviour(loader, options);
  read_performance(loader, options);
  return at_place(loader, {}, [&] {
    static_cast<void>(resolve(options));
    return options;
  });
}

}  // namespace wick::detail
