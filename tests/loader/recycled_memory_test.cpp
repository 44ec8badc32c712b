// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/loader/batch_memory.hpp>

#include <recycled_memory.hpp>

#include <atomic>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <thread>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using wick::detail::RecycledMemory;

namespace {

constexpr std::int64_t page = 4096;

// Counts what exists, and fails when told to.
class Counting : public BatchMemory {
 public:
  std::shared_ptr<std::byte> allocate(std::int64_t bytes) override {
    if (fails) throw std::bad_alloc();
    ++*made;
    *existing += bytes;
    return {new std::byte[static_cast<std::size_t>(bytes)], [existing = existing, bytes](std::byte* data) {
              *existing -= bytes;
              delete[] data;
            }};
  }

  bool fails = false;
  const std::shared_ptr<std::atomic<std::int64_t>> made = std::make_shared<std::atomic<std::int64_t>>(0);
  const std::shared_ptr<std::atomic<std::int64_t>> existing = std::make_shared<std::atomic<std::int64_t>>(0);
};

}  // namespace

TEST_CASE("A buffer that came back is the next one", "[loader]") {
  const auto upstream = std::make_shared<Counting>();
  RecycledMemory memory(upstream);
  auto first = memory.allocate(10 * page);
  const auto* address = first.get();
  first.reset();
  auto second = memory.allocate(10 * page);
  CHECK(second.get() == address);
  const auto third = memory.allocate(10 * page);
  CHECK(third.get() != address);
  CHECK(*upstream->made == 2);
}

TEST_CASE("A spare buffer serves slightly smaller batches, not much smaller ones, and no larger ones", "[loader]") {
  const auto upstream = std::make_shared<Counting>();
  RecycledMemory memory(upstream);
  memory.allocate(12 * page).reset();
  memory.allocate(9 * page).reset();
  CHECK(*upstream->made == 1);
  memory.allocate(4 * page).reset();
  CHECK(*upstream->made == 2);
  memory.allocate(14 * page).reset();
  CHECK(*upstream->made == 3);
}

TEST_CASE("Capacity is at least the bytes, at most an eighth more, and a page for the smallest", "[loader]") {
  const RecycledMemory memory(pageable_memory());
  CHECK(memory.capacity(1) == page);
  CHECK(memory.capacity(page) == page);
  CHECK(memory.capacity(page + 1) == page + page / 8);
  CHECK(memory.capacity(1 << 20) == 1 << 20);
  CHECK(memory.capacity((1 << 20) + 1) == (1 << 20) + (1 << 17));
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  CHECK(memory.capacity(most) == most);
  for (std::int64_t bytes = page; bytes < most / 3; bytes = bytes * 3 - 1) {
    CHECK(memory.capacity(bytes) >= bytes);
    CHECK(memory.capacity(bytes) <= bytes + bytes / 8);
  }
}

TEST_CASE("What is in use and the most that existed are counted by capacity", "[loader]") {
  RecycledMemory memory(std::make_shared<Counting>());
  auto a = memory.allocate(4 * page);
  auto b = memory.allocate(page - 1);
  CHECK(memory.in_use() == 5 * page);
  CHECK(memory.peak() == 5 * page);
  a.reset();
  CHECK(memory.in_use() == page);
  const auto c = memory.allocate(4 * page);  // The spare.
  CHECK(memory.in_use() == 5 * page);
  CHECK(memory.peak() == 5 * page);
  b.reset();
  const auto d = memory.allocate(2 * page);
  CHECK(memory.in_use() == 6 * page);
  CHECK(memory.peak() == 7 * page);  // With the spare page.
  memory.reset_peak();
  CHECK(memory.peak() == 7 * page);  // All that exists now.
}

TEST_CASE("Spares give way to a new buffer at the limit, largest first", "[loader]") {
  const auto upstream = std::make_shared<Counting>();
  RecycledMemory memory(upstream);
  memory.set_limit(20 * page);
  { const auto small = memory.allocate(2 * page), large = memory.allocate(8 * page); }
  CHECK(*upstream->existing == 10 * page);
  const auto next = memory.allocate(16 * page);
  CHECK(*upstream->existing == 18 * page);
  CHECK(memory.peak() == 18 * page);
  memory.allocate(2 * page).reset();
  CHECK(*upstream->made == 3);
}

TEST_CASE("The limit refuses nothing; what is beyond it does not stay", "[loader]") {
  const auto upstream = std::make_shared<Counting>();
  RecycledMemory memory(upstream);
  memory.set_limit(page);
  auto a = memory.allocate(4 * page), b = memory.allocate(4 * page);
  CHECK(memory.in_use() == 8 * page);
  a.reset();
  b.reset();
  CHECK(memory.in_use() == 0);
  CHECK(*upstream->existing <= 4 * page);
  CHECK(memory.peak() == 8 * page);
}

TEST_CASE("A lower limit drops spares at once", "[loader]") {
  const auto upstream = std::make_shared<Counting>();
  RecycledMemory memory(upstream);
  { const auto a = memory.allocate(4 * page), b = memory.allocate(2 * page); }
  memory.set_limit(3 * page);
  CHECK(*upstream->existing == 2 * page);
  memory.set_limit(1);
  CHECK(*upstream->existing == 0);
}

TEST_CASE("A failed allocation counts for nothing", "[loader]") {
  const auto upstream = std::make_shared<Counting>();
  RecycledMemory memory(upstream);
  auto kept = memory.allocate(page);
  upstream->fails = true;
  CHECK_THROWS_AS(memory.allocate(100 * page), std::bad_alloc);
  CHECK_THROWS_AS(memory.allocate(std::numeric_limits<std::int64_t>::max()), std::bad_alloc);
  CHECK(memory.in_use() == page);
  CHECK(memory.peak() == page);
  upstream->fails = false;
  kept.reset();
  memory.allocate(page).reset();
  CHECK(*upstream->made == 1);
}

TEST_CASE("Buffers may come back when their owner is gone, and are released then", "[loader]") {
  const auto upstream = std::make_shared<Counting>();
  const auto existing = upstream->existing;
  std::optional<RecycledMemory> memory(upstream);
  auto held = memory->allocate(page);
  memory->allocate(3 * page).reset();
  CHECK(*existing == 4 * page);
  memory.reset();
  CHECK(*existing == page);
  std::memset(held.get(), 1, page);
  held.reset();
  CHECK(*existing == 0);
}

TEST_CASE("Many threads share it, each with buffers of its own", "[loader]") {
  const auto upstream = std::make_shared<Counting>();
  std::atomic<bool> mixed_up{false};
  {
    RecycledMemory memory(upstream);
    memory.set_limit(64 * page);
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
      threads.emplace_back([&, t] {
        std::vector<std::pair<std::shared_ptr<std::byte>, std::int64_t>> held;
        for (int i = 0; i < 500; ++i) {
          const std::int64_t bytes = (1 + (i * 7 + t * 3) % 9) * page;
          held.emplace_back(memory.allocate(bytes), bytes);
          std::memset(held.back().first.get(), t, static_cast<std::size_t>(bytes));
          if (i % 3 == 0) memory.set_limit((32 + i % 64) * page);
          if (held.size() < 4) continue;
          const auto& [data, size] = held.front();
          for (std::int64_t k = 0; k < size; k += 64)
            if (data.get()[k] != static_cast<std::byte>(t)) mixed_up = true;
          held.erase(held.begin());
        }
      });
    for (auto& thread : threads) thread.join();
    CHECK(memory.in_use() == 0);
    CHECK(memory.peak() >= *upstream->existing);
  }
  CHECK(!mixed_up);
  CHECK(*upstream->existing == 0);
}

TEST_CASE("Pageable memory is aligned to 64 bytes and may be written to its end", "[loader]") {
  for (const std::int64_t bytes : {std::int64_t{1}, std::int64_t{100}, (std::int64_t{4} << 20) + 1}) {
    const auto data = pageable_memory()->allocate(bytes);
    CHECK(reinterpret_cast<std::uintptr_t>(data.get()) % 64 == 0);
    std::memset(data.get(), 1, static_cast<std::size_t>(bytes));
  }
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // Their allocators stop the program instead.
TEST_CASE("Pageable memory that does not exist is an error that says how much was wanted", "[loader]") {
  const auto memory = pageable_memory();
  CHECK_THROWS_WITH(memory->allocate(std::numeric_limits<std::int64_t>::max()),
                    "no memory for a batch of 9223372036854775807 bytes: a smaller batch_size or prefetch needs less");
}
#endif
