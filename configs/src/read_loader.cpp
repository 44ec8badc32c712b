// SPDX-License-Identifier: MIT
#include "read_loader.hpp"

#include "scalar.hpp"

#include <c10/util/Exception.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wick::detail {

namespace {

/// `read(key)`, or nullopt where the value is the word `auto`, of which messages remind.
template <typename Read>
auto unless_auto(const Section& section, std::string_view key, Read read) -> decltype(read(key)) {
  if (section.kind(key) == ValueKind::scalar && section.string(key) == "auto") return std::nullopt;
  try {
    return read(key);
  } catch (const ConfigError& error) {
    std::string message = error.what();
    message.insert(message.size() - (message.ends_with(leave_out) ? leave_out.size() : 0), ", or auto");
    throw ConfigError(message);
  }
}

std::optional<int> read_count(const Section& section, std::string_view key) {
  return unless_auto(section, key, [&](std::string_view name) -> std::optional<int> {
    const auto count = section.integer(name);
    if (!count) return std::nullopt;
    const int narrow = static_cast<int>(*count);
    if (narrow != *count) section.fail(name, fmt::format("{}, expected an integer of 32 bits", *count));
    return narrow;
  });
}

/// The device by torch's name. `resolve` says whether there is one.
c10::Device read_device(const Section& loader) {
  const std::string name = loader.string("device").value_or("cpu");
  try {
    return c10::Device(name);
  } catch (const c10::Error&) {
    loader.fail("device", fmt::format("'{}', expected a device by torch's name: cpu, cuda, cuda:1", name));
  }
}

void read_behaviour(const Section& loader, LoaderOptions& options) {
  options.batch_size = loader.integer("batch_size").value_or(options.batch_size);
  options.shuffle = loader.boolean("shuffle").value_or(options.shuffle);
  options.seed = static_cast<std::uint64_t>(loader.integer("seed", 0).value_or(0));
  if (loader.one_of("last_batch", {"keep", "drop"}) == "drop") options.last_batch = LastBatch::drop;
  if (loader.one_of("order", {"sampler", "ready"}) == "ready") options.order = Order::ready;
  const auto on_error = loader.one_of("on_error", {"raise", "skip", "substitute"});
  if (on_error == "skip") options.on_error = OnError::skip;
  if (on_error == "substitute") options.on_error = OnError::substitute;
  options.max_errors = loader.integer("max_errors").value_or(options.max_errors);
  options.device = read_device(loader);
}

void read_performance(const Section& loader, LoaderOptions& options) {
  options.workers = read_count(loader, "workers");
  options.prefetch = read_count(loader, "prefetch");
  options.memory = unless_auto(loader, "memory", [&](std::string_view key) { return loader.bytes(key); });
  options.pin_memory = unless_auto(loader, "pin_memory", [&](std::string_view key) { return loader.boolean(key); });
  const auto convert = loader.one_of("convert", {"auto", "host", "device"});
  if (convert == "host") options.convert = Convert::host;
  if (convert == "device") options.convert = Convert::device;
  options.device_prefetch = read_count(loader, "device_prefetch");
  options.device_memory = unless_auto(loader, "device_memory", [&](std::string_view key) { return loader.bytes(key); });
}

/// Refuses the sections that are easily taken for options of the loader: `collate` is a field of `LoaderOptions`.
void refuse_sections(const Section& loader) {
  constexpr std::pair<std::string_view, std::string_view> sections[] = {
      {"collate", "{data: pad}"}, {"transforms", "{data: [{cast: float32}]}"}, {"dataset", "{data: {files: folder/}}"}};
  for (const std::string& key : loader.keys())
    for (const auto& [name, example] : sections)
      if (key == name) loader.fail(key, fmt::format("{} is a section of its own: {}: {}", name, name, example));
}

/// `0; 1 to 16 expected` in the words of this reader: `0, expected 1 to 16`. Other reasons stay as they are.
std::string range_reason(std::string_view option, std::string_view what) {
  constexpr std::string_view verb = "is ", end = " expected";
  if (what.starts_with(verb)) what.remove_prefix(verb.size());
  const std::size_t middle = what.find("; ");
  if (middle == what.npos || !what.ends_with(end)) return std::string(what);
  const bool may_be_auto = option == "workers" || option == "prefetch" || option == "memory";
  return fmt::format("{}, expected {}{}", what.substr(0, middle),
                     what.substr(middle + 2, what.size() - end.size() - middle - 2), may_be_auto ? ", or auto" : "");
}

/// Places what `resolve` has to say, `loader: batch_size is 0; ...`, at the option that it names.
void check_ranges(const Section& loader, const LoaderOptions& options) {
  try {
    static_cast<void>(resolve(options));
  } catch (const Error& error) {
    constexpr std::string_view prefix = "loader: ";
    std::string_view what = error.what();
    if (what.starts_with(prefix)) what.remove_prefix(prefix.size());
    const std::size_t end = std::min(what.find(' '), what.size());
    const std::string_view option = what.substr(0, end);
    if (!loader.has(option)) loader.fail({}, what);
    loader.fail(option, range_reason(option, what.substr(std::min(end + 1, what.size()))));
  }
}

}  // namespace

LoaderOptions read_loader(const Section& loader) {
  refuse_sections(loader);
  LoaderOptions options;
  read_behaviour(loader, options);
  read_performance(loader, options);
  check_ranges(loader, options);
  return options;
}

}  // namespace wick::detail
