// SPDX-License-Identifier: MIT
#include <wick/npy/npz_scratch.hpp>

#include "inflate.hpp"

namespace wick {

NpzScratch::NpzScratch() = default;
NpzScratch::NpzScratch(NpzScratch&& other) noexcept = default;
NpzScratch& NpzScratch::operator=(NpzScratch&& other) noexcept = default;
NpzScratch::~NpzScratch() = default;

detail::InflateMemory& NpzScratch::memory() {
  if (!memory_) memory_ = std::make_unique<detail::InflateMemory>();
  return *memory_;
}

}  // namespace wick
