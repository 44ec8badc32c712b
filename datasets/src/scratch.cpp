// SPDX-License-Identifier: MIT
#include <wick/datasets/scratch.hpp>
#include <wick/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <new>

namespace wick {
namespace {

constexpr std::align_val_t alignment{64};

}  // namespace

void Scratch::Free::operator()(std::byte* data) const noexcept { ::operator delete(data, alignment); }

std::span<std::byte> Scratch::bytes(std::int64_t size) {
  if (size > capacity_ || !data_) {
    // By halves, so that samples that grow little by little do not each cost an allocation. Freed first: the contents
    // are of no use and two buffers would double the peak.
    const auto wanted = std::max({size, capacity_ + capacity_ / 2, std::int64_t{4096}});
    data_.reset();
    capacity_ = 0;
    auto* memory = static_cast<std::byte*>(::operator new(static_cast<std::size_t>(wanted), alignment, std::nothrow));
    if (memory == nullptr) throw Error(fmt::format("no memory for {} bytes of scratch", wanted));
    data_.reset(memory);
    capacity_ = wanted;
  }
  return {data_.get(), static_cast<std::size_t>(size)};
}

ScratchPool::Lease ScratchPool::lease() {
  const std::lock_guard lock(mutex_);
  if (!spare_.empty()) {
    auto scratch = std::move(spare_.back());
    spare_.pop_back();
    return {*this, std::move(scratch)};
  }
  spare_.reserve(made_ + 1);  // here, so that a lease that ends cannot fail
  auto scratch = std::make_unique<Scratch>();
  ++made_;
  return {*this, std::move(scratch)};
}

ScratchPool::Lease::~Lease() {
  if (!scratch_) return;
  const std::lock_guard lock(pool_.mutex_);
  pool_.spare_.push_back(std::move(scratch_));
}

}  // namespace wick
