// SPDX-License-Identifier: MIT
#include <wick/loader/batch_memory.hpp>

#include <cstdlib>
#include <new>

#include <sys/mman.h>

namespace wick {
namespace {

constexpr std::int64_t cache_line = 64;
constexpr std::int64_t huge_page = std::int64_t{2} << 20;

class PageableMemory : public BatchMemory {
 public:
  std::shared_ptr<std::byte> allocate(std::int64_t bytes) override {
    // Large buffers on huge pages: the first touch of a fresh buffer is most of its cost.
    const std::int64_t alignment = bytes >= 2 * huge_page ? huge_page : cache_line;
    const std::int64_t size = (bytes + alignment - 1) / alignment * alignment;
    void* data = std::aligned_alloc(static_cast<std::size_t>(alignment), static_cast<std::size_t>(size));
    if (!data) throw std::bad_alloc();
    if (alignment == huge_page)
      madvise(data, static_cast<std::size_t>(size), MADV_HUGEPAGE);  // Advice: failure is fine.
    return {static_cast<std::byte*>(data), [](std::byte* p) { std::free(p); }};
  }
};

}  // namespace

std::shared_ptr<BatchMemory> pageable_memory() { return std::make_shared<PageableMemory>(); }

}  // namespace wick
