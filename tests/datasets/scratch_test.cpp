// SPDX-License-Identifier: MIT
#include <wick/datasets/scratch.hpp>
#include <wick/error.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <limits>
#include <thread>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;

TEST_CASE("Scratch is aligned, as long as asked, and stays where it is while it suffices", "[datasets]") {
  Scratch scratch;
  const auto first = scratch.bytes(100'000);
  CHECK(first.size() == 100'000);
  CHECK(reinterpret_cast<std::uintptr_t>(first.data()) % 64 == 0);
  std::fill(first.begin(), first.end(), std::byte{1});
  const auto smaller = scratch.bytes(10);
  CHECK(smaller.size() == 10);
  CHECK(smaller.data() == first.data());
  CHECK(scratch.bytes(0).empty());
  CHECK(scratch.bytes(200'000).size() == 200'000);
}

TEST_CASE("Memory that there is not is an error, and the scratch stays usable", "[datasets]") {
  Scratch scratch;
  CHECK_THROWS_AS(scratch.bytes(std::numeric_limits<std::int64_t>::max() / 2), Error);
  CHECK(scratch.bytes(64).size() == 64);
}

TEST_CASE("A lease gives its scratch back, and the next one gets it", "[datasets]") {
  ScratchPool pool;
  Scratch* first = nullptr;
  {
    auto lease = pool.lease();
    first = &*lease;
    const auto moved = std::move(lease);
    CHECK(&*moved == first);
  }
  const auto again = pool.lease();
  CHECK(&*again == first);
  const auto other = pool.lease();
  CHECK(&*other != first);
}

TEST_CASE("No two leases hold the same scratch at once", "[datasets]") {
  ScratchPool pool;
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 2000; ++i) {
        const auto lease = pool.lease();
        const auto bytes = lease->bytes(64);
        std::fill(bytes.begin(), bytes.end(), static_cast<std::byte>(t));
        if (std::any_of(bytes.begin(), bytes.end(), [t](std::byte b) { return b != static_cast<std::byte>(t); }))
          ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0);
}
