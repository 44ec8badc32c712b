// SPDX-License-Identifier: MIT
#include "duration_histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace wick::detail {
namespace {

constexpr auto relaxed = std::memory_order_relaxed;

int bucket_of(std::uint64_t nanoseconds) {
  if (nanoseconds < 8) return static_cast<int>(nanoseconds);
  const int exponent = std::bit_width(nanoseconds) - 1;
  return (exponent - 2) * 8 + static_cast<int>((nanoseconds >> (exponent - 3)) & 7);
}

// The middle of a bucket.
double nanoseconds_of(int bucket) {
  if (bucket < 8) return bucket;
  const int exponent = bucket / 8 + 2;
  return std::ldexp(8 + bucket % 8 + 0.5, exponent - 3);
}

void raise_to(std::atomic<std::int64_t>& maximum, std::int64_t value) {
  std::int64_t seen = maximum.load(relaxed);
  while (seen < value && !maximum.compare_exchange_weak(seen, value, relaxed)) {
  }
}

}  // namespace

void DurationHistogram::add(std::chrono::nanoseconds duration, std::int64_t weight) noexcept {
  const std::int64_t nanoseconds = std::max<std::int64_t>(0, duration.count());
  counts_[bucket_of(static_cast<std::uint64_t>(nanoseconds))].fetch_add(weight, relaxed);
  total_nanoseconds_.fetch_add(nanoseconds * weight, relaxed);
  raise_to(max_nanoseconds_, nanoseconds);
}

void DurationHistogram::merge(const DurationHistogram& other) noexcept {
  for (int i = 0; i < buckets; ++i)
    if (const auto count = other.counts_[i].load(relaxed)) counts_[i].fetch_add(count, relaxed);
  total_nanoseconds_.fetch_add(other.total_nanoseconds_.load(relaxed), relaxed);
  raise_to(max_nanoseconds_, other.max_nanoseconds_.load(relaxed));
}

void DurationHistogram::reset() noexcept {
  for (auto& count : counts_) count.store(0, relaxed);
  total_nanoseconds_.store(0, relaxed);
  max_nanoseconds_.store(0, relaxed);
}

StageStatistics DurationHistogram::summary() const {
  std::int64_t total = 0;
  for (const auto& count : counts_) total += count.load(relaxed);
  const double max = static_cast<double>(max_nanoseconds_.load(relaxed));
  const auto percentile = [&](double share) {
    std::int64_t rank = std::max<std::int64_t>(1, std::llround(share * static_cast<double>(total)));
    for (int i = 0; i < buckets; ++i)
      if ((rank -= counts_[i].load(relaxed)) <= 0) return std::min(nanoseconds_of(i), max) * 1e-9;
    return max * 1e-9;
  };
  if (total == 0) return {};
  return {percentile(0.5), percentile(0.9), percentile(0.99), max * 1e-9,
          static_cast<double>(total_nanoseconds_.load(relaxed)) * 1e-9};
}

}  // namespace wick::detail
