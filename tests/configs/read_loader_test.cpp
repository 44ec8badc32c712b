// SPDX-License-Identifier: MIT
#include <wick/configs/experiment.hpp>
#include <wick/error.hpp>

#include "experiment_data.hpp"
#include "message_of.hpp"

#include <cstdint>
#include <string>
#include <utility>

#include <support/prelude.hpp>

using namespace wick;
using test::Data;
using test::dataset;
using test::message_of;
using test::read;
using test::refusal;

namespace {

LoaderOptions loader(const std::string& options) { return read(dataset + "loader: {" + options + "}").loader; }

std::string loader_refusal(const std::string& options) { return refusal(dataset + "loader: {" + options + "}"); }

/// What the loader itself says of options, without its name.
std::string reason_of(const LoaderOptions& options) {
  try {
    static_cast<void>(resolve(options));
  } catch (const Error& error) {
    return std::string(error.what()).substr(std::string("loader: ").size());
  }
  return "(no error)";
}

}  // namespace

TEST_CASE("every option of the loader is read", "[configs]") {
  const Data data;
  const LoaderOptions options = loader(
      "batch_size: 7, shuffle: true, seed: 9, last_batch: drop, order: ready, on_error: skip, max_errors: 5, device: "
      "cpu,"
      "workers: 3, prefetch: 6, memory: 512 MiB, pin_memory: false, convert: host, device_prefetch: 3, "
      "device_memory: 1 GiB");
  CHECK(options.batch_size == 7);
  CHECK(options.shuffle);
  CHECK(options.seed == 9);
  CHECK(options.last_batch == LastBatch::drop);
  CHECK(options.order == Order::ready);
  CHECK(options.on_error == OnError::skip);
  CHECK(options.max_errors == 5);
  CHECK(options.device.is_cpu());
  CHECK(options.workers == 3);
  CHECK(options.prefetch == 6);
  CHECK(options.memory == Bytes{512LL << 20});
  CHECK(options.pin_memory == false);
  CHECK(options.convert == Convert::host);
  CHECK(options.device_prefetch == 3);
  CHECK(options.device_memory == Bytes{std::int64_t{1} << 30});
  CHECK(loader("on_error: substitute").on_error == OnError::substitute);
}

TEST_CASE("what the loader decides itself is auto or left out", "[configs]") {
  const Data data;
  for (const char* options :
       {"workers: auto, prefetch: auto, memory: auto, pin_memory: auto, convert: auto, device_prefetch: auto", ""}) {
    const LoaderOptions read_options = loader(options);
    CHECK_FALSE(read_options.workers.has_value());
    CHECK_FALSE(read_options.prefetch.has_value());
    CHECK_FALSE(read_options.memory.has_value());
    CHECK_FALSE(read_options.pin_memory.has_value());
    CHECK_FALSE(read_options.convert.has_value());
    CHECK_FALSE(read_options.device_prefetch.has_value());
    CHECK(read_options.batch_size == LoaderOptions().batch_size);
    CHECK(read_options.max_errors == LoaderOptions().max_errors);
  }
}

TEST_CASE("mistakes in the loader's options are named at their place", "[configs]") {
  const Data data;
  CHECK(loader_refusal("seed: -1") == "c.yaml:2:16: loader.seed: -1, expected at least 0");
  CHECK(loader_refusal("last_batch: dorp") ==
        "c.yaml:2:22: loader.last_batch: 'dorp', expected keep, drop; nearest: drop");
  CHECK(loader_refusal("shuffle: yes") == "c.yaml:2:19: loader.shuffle: 'yes', expected true or false: write true");
  CHECK(loader_refusal("seed: 9223372036854775808") ==
        "c.yaml:2:16: loader.seed: 9223372036854775808, expected 0 to 9223372036854775807");
  CHECK(loader_refusal("device: gpu") ==
        "c.yaml:2:18: loader.device: 'gpu', expected a device by torch's name: cpu, cuda, cuda:1");
}

TEST_CASE("ranges are the loader's own, and its refusals are placed at the option", "[configs]") {
  const Data data;
  CHECK(loader("batch_size: 1099511627776").batch_size == std::int64_t{1} << 40);
  for (const auto& [options, refused] : {
           std::pair{"seed: 1, batch_size: 0", LoaderOptions{.batch_size = 0}},
           std::pair{"workers: 1025, seed: 1, prefetch: 3", LoaderOptions{.workers = 1025}},
           std::pair{"workers: -1", LoaderOptions{.workers = -1}},
           std::pair{"prefetch: 0", LoaderOptions{.prefetch = 0}},
           std::pair{"max_errors: -1", LoaderOptions{.max_errors = -1}},
           std::pair{"device: \"cuda:99\"", LoaderOptions{.device = c10::Device(c10::kCUDA, 99)}},
           std::pair{"convert: device", LoaderOptions{.convert = Convert::device}},
           std::pair{"device_prefetch: -1", LoaderOptions{.device_prefetch = -1}},
       }) {
    INFO(options);
    const std::string message = loader_refusal(options), reason = reason_of(refused);
    const std::string option = reason.substr(0, reason.find(' ')), is = option + " is ";
    REQUIRE(reason.starts_with(is));
    const auto column = std::string("loader: {" + std::string(options)).find(option + ": ") + option.size() + 3;
    const std::string placed = "c.yaml:2:" + std::to_string(column) + ": loader." + option + ": ";
    const auto range = reason.find("; ");
    if (reason.ends_with(" expected"))
      CHECK(message.starts_with(placed + reason.substr(is.size(), range - is.size()) + ", expected " +
                                reason.substr(range + 2, reason.rfind(' ') - range - 2)));
    else
      CHECK(message == placed + reason.substr(is.size()));
  }
  CHECK(loader_refusal("batch_size: 0") == "c.yaml:2:22: loader.batch_size: 0, expected 1 to 1099511627776");
  CHECK(loader_refusal("workers: 4294967297") ==
        "c.yaml:2:19: loader.workers: 4294967297, expected an integer of 32 bits, or auto");
}

TEST_CASE("options that may be auto say so when they are something else", "[configs]") {
  const Data data;
  CHECK(loader_refusal("workers: -1") == "c.yaml:2:19: loader.workers: -1, expected 0 to 1024, or auto");
  CHECK(loader_refusal("prefetch: ") ==
        "c.yaml:2:10: loader.prefetch: no value, expected an integer, or auto; or leave the key out");
  CHECK(loader_refusal("pin_memory: ~").ends_with(": no value, expected true or false, or auto; or leave the key out"));
  CHECK(loader_refusal("memory").ends_with(", 2GiB, or auto; or leave the key out"));
  CHECK(loader_refusal("workers: many") ==
        "c.yaml:2:19: loader.workers: 'many', expected an integer in decimal digits, or auto");
  CHECK(loader_refusal("prefetch: [1]") == "c.yaml:2:20: loader.prefetch: a list, expected an integer, or auto");
  CHECK(loader_refusal("memory: 512 Mib") ==
        "c.yaml:2:18: loader.memory: '512 Mib', expected a size: 1000000, 512 MiB, 2GiB, or auto");
  CHECK(loader_refusal("pin_memory: 1") == "c.yaml:2:22: loader.pin_memory: '1', expected true or false, or auto");
}

TEST_CASE("sections that were put into the loader's are told where they belong", "[configs]") {
  const Data data;
  CHECK(loader_refusal("collate: pad") ==
        "c.yaml:2:19: loader.collate: collate is a section of its own: collate: {data: pad}");
  CHECK(loader_refusal("transforms: {data: [flip]}") ==
        "c.yaml:2:22: loader.transforms: transforms is a section of its own: transforms: {data: [{cast: float32}]}");
  CHECK(message_of([&] { read(dataset, {"loader.collate=pad"}); }) ==
        "override 1 (loader.collate=pad): loader.collate: collate is a section of its own: collate: {data: pad}");
}
