// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/loader/loader_options.hpp>

#include <available_cores.hpp>

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <limits>
#include <string>

#include <support/prelude.hpp>

using namespace wick;
using namespace wick::literals;

namespace {

std::string refused(const LoaderOptions& options) {
  try {
    resolve(options);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

int prefetch_of(int workers, std::int64_t batch_size) {
  return resolve({.batch_size = batch_size, .workers = workers}).prefetch;
}

}  // namespace

TEST_CASE("Options that nobody set are filled in", "[loader]") {
  const auto options = resolve({});
  CHECK(options.batch_size == 32);
  CHECK(!options.shuffle);
  CHECK(options.seed == 0);
  CHECK(options.last_batch == LastBatch::keep);
  CHECK(options.collate.empty());
  CHECK(options.order == Order::sampler);
  CHECK(options.on_error == OnError::raise);
  CHECK(options.max_errors == 1000);
  CHECK(options.workers == wick::detail::available_cores());
  CHECK(options.prefetch >= 4);
  CHECK(!options.memory);
}

TEST_CASE("Options that were set stay as they are", "[loader]") {
  const auto collate = pad(3);
  const auto options = resolve({.batch_size = 5,
                                .shuffle = true,
                                .seed = 9,
                                .last_batch = LastBatch::drop,
                                .collate = {{"data", collate}},
                                .order = Order::ready,
                                .on_error = OnError::substitute,
                                .max_errors = 0,
                                .workers = 3,
                                .prefetch = 1,
                                .memory = 64_MiB,
                                .pin_memory = false});
  CHECK(options.batch_size == 5);
  CHECK(options.shuffle);
  CHECK(options.seed == 9);
  CHECK(options.last_batch == LastBatch::drop);
  CHECK(options.collate.at("data") == collate);
  CHECK(options.order == Order::ready);
  CHECK(options.on_error == OnError::substitute);
  CHECK(options.max_errors == 0);
  CHECK(options.workers == 3);
  CHECK(options.prefetch == 1);
  CHECK(options.memory == 64_MiB);
}

TEST_CASE("At least four batches are prefetched, and as many as keep all workers busy", "[loader]") {
  CHECK(prefetch_of(1, 32) == 4);
  CHECK(prefetch_of(16, 256) == 4);
  CHECK(prefetch_of(16, 1) == 33);
  CHECK(prefetch_of(16, 4) == 9);
  CHECK(prefetch_of(1024, 1) == 2049);
}

TEST_CASE("Without workers nothing runs ahead, whatever prefetch says", "[loader]") {
  CHECK(prefetch_of(0, 1) == 1);
  CHECK(resolve({.workers = 0, .prefetch = 10}).prefetch == 1);
}

TEST_CASE("Values out of range are refused with the range", "[loader]") {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  CHECK(refused({.batch_size = 0}) == "loader: batch_size is 0; 1 to 1099511627776 expected");
  CHECK(refused({.batch_size = -1}) == "loader: batch_size is -1; 1 to 1099511627776 expected");
  CHECK(refused({.batch_size = most}) == "loader: batch_size is 9223372036854775807; 1 to 1099511627776 expected");
  CHECK(refused({.max_errors = -1}) == "loader: max_errors is -1; at least 0 expected");
  CHECK(refused({.workers = -1}) == "loader: workers is -1; 0 to 1024 expected");
  CHECK(refused({.workers = 1025}) == "loader: workers is 1025; 0 to 1024 expected");
  CHECK(refused({.prefetch = 0}) == "loader: prefetch is 0; 1 to 65536 expected");
  CHECK(refused({.prefetch = 65537}) == "loader: prefetch is 65537; 1 to 65536 expected");
  CHECK(refused({.memory = Bytes{0}}) == "loader: memory is 0; at least 1 expected");
}

TEST_CASE("Values at the ends of their ranges are taken", "[loader]") {
  CHECK(refused({.batch_size = std::int64_t{1} << 40}).empty());
  CHECK(refused({.max_errors = std::numeric_limits<std::int64_t>::max()}).empty());
  CHECK(refused({.workers = 1024, .prefetch = 65536}).empty());
  CHECK(refused({.batch_size = 1, .workers = 0, .prefetch = 1, .memory = Bytes{1}}).empty());
}

TEST_CASE("What a machine without a GPU cannot do is refused with a way out", "[loader]") {
  if (cuda_accelerator()) {
    std::cout << "skipped: there is a GPU\n";
    return;
  }
  CHECK(refused({.device = c10::Device(c10::kCUDA, 1)}) ==
        "loader: device is cuda:1, but " + why_no_cuda() + "; deliver to the cpu there");
  CHECK(refused({.pin_memory = true}) ==
        "loader: pin_memory is true, but " + why_no_cuda() + "; leave it open or set it to false");
}

TEST_CASE("A collate that is null is refused with its field", "[loader]") {
  CHECK(refused({.collate = {{"data", stack()}, {"target", nullptr}}}) ==
        "loader: collate of field \"target\" is null; leave the field out to stack it");
}

TEST_CASE("Sizes are written with their units", "[loader]") {
  static_assert(2_KiB == Bytes{2048});
  static_assert(3_MiB == Bytes{3 << 20});
  static_assert(4_GiB == Bytes{std::int64_t{4} << 30});
  static_assert(1023_KiB < 1_MiB && 1_GiB > 1023_MiB);
  CHECK(Bytes().count == 0);
}

TEST_CASE("There is at least one core", "[loader]") { CHECK(wick::detail::available_cores() >= 1); }
