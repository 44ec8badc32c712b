// SPDX-License-Identifier: MIT
#include "pinned_buffers.hpp"

#include <ATen/ops/empty.h>

#include <bit>
#include <cassert>

namespace wick::detail {
namespace {

// The deleter of the memory that `allocate` gives.
struct Owner {
  at::Tensor bytes;

  void operator()(std::byte*) noexcept { bytes.reset(); }
};

}  // namespace

std::int64_t PinnedBuffers::capacity(std::int64_t bytes) const noexcept {
  constexpr std::int64_t most = std::int64_t{1} << 62;
  return bytes > most ? bytes : static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(bytes)));
}

std::shared_ptr<std::byte> PinnedBuffers::allocate(std::int64_t bytes) {
  at::Tensor memory = accelerator_->pinned(bytes);
  lent_.add(memory, capacity(bytes));
  auto* data = static_cast<std::byte*>(memory.data_ptr());
  return {data, Owner{std::move(memory)}};
}

// Over the allocator's own storage: by it LibTorch finds the block that a copy reads. No view, which made without
// gradients could not be changed in place with them.
at::Tensor PinnedBuffers::tensor(std::shared_ptr<std::byte> memory, const TensorInfo& info) {
  const Owner* owner = std::get_deleter<Owner>(memory);
  assert(owner);
  return at::empty({0}, info.dtype).set_(owner->bytes.storage(), 0, info.shape);
}

}  // namespace wick::detail
