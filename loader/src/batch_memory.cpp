// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/loader/batch_memory.hpp>

#include <fmt/format.h>

#include <cstdlib>

#include <sys/mman.h>

namespace wick {
namespace {

constexpr std::size_t cache_line = 64;
constexpr std::size_t huge_page = std::size_t{2} << 20;

class PageableMemory : public BatchMemory {
 public:
  std::shared_ptr<std::byte> allocate(std::int64_t bytes) override {
    // Large buffers on huge pages: the first touch of a fresh buffer is most of its cost.
    const bool large = static_cast<std::size_t>(bytes) >= 2 * huge_page;
    void* data = nullptr;
    if (::posix_memalign(&data, large ? huge_page : cache_line, static_cast<std::size_t>(bytes)) != 0)
      throw Error(fmt::format("no memory for a batch of {} bytes: a smaller batch_size or prefetch needs less", bytes));
    if (large) ::madvise(data, static_cast<std::size_t>(bytes), MADV_HUGEPAGE);  // Advice: failure is fine.
    return {static_cast<std::byte*>(data), [](std::byte* p) { std::free(p); }};
  }
};

}  // namespace

std::shared_ptr<BatchMemory> pageable_memory() { return std::make_shared<PageableMemory>(); }

}  // namespace wick
