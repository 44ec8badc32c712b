// SPDX-License-Identifier: MIT
#include "header_cache.hpp"

#include <algorithm>
#include <utility>

namespace wick::detail {

HeaderCache::HeaderCache(std::int64_t size)
    : limit_(static_cast<std::size_t>(std::clamp<std::int64_t>(size, 16, max_headers))),
      ids_(std::make_unique<std::atomic<std::uint32_t>[]>(static_cast<std::size_t>(size))),
      headers_(std::make_unique<std::atomic<const KnownHeader*>[]>(limit_ + 1)) {}

const KnownHeader* HeaderCache::find(std::int64_t index) const noexcept { return headers_[ids_[index]]; }

const KnownHeader* HeaderCache::recent() const noexcept { return headers_[recent_]; }

void HeaderCache::note(std::int64_t index, const KnownHeader& known) noexcept {
  if (ids_[index] != known.id) ids_[index] = known.id;
  if (recent_ != known.id) recent_ = known.id;  // read first: the line stays shared between the cores
}

void HeaderCache::remember(std::int64_t index, KnownHeader header) {
  ids_[index] = 0;
  if (header.raw.size() > max_header_bytes) return;
  const std::lock_guard lock(mutex_);
  const auto known = id_of_.find(header.raw);
  if (known != id_of_.end()) return note(index, *owned_[known->second - 1]);
  if (owned_.size() == limit_) return;
  header.id = static_cast<std::uint32_t>(owned_.size()) + 1;
  const auto raw = header.raw;
  owned_.push_back(std::make_unique<const KnownHeader>(std::move(header)));
  id_of_.emplace(raw, owned_.back()->id);
  headers_[owned_.back()->id] = owned_.back().get();
  note(index, *owned_.back());
}

}  // namespace wick::detail
