// SPDX-License-Identifier: MIT
#include "checked_layout.hpp"

#include <wick/npy/shape.hpp>

#include "equal_samples.hpp"

#include <fmt/format.h>

namespace wick::detail {
namespace {

[[noreturn]] void blame(const Collate& collate, const std::string& fact) {
  throw Error(fmt::format("collate {}: its layout {}", collate.name(), fact));
}

// Whether all elements of a sample that lies at `place` are among the batch's `count`.
bool lies_within(const TensorInfo& sample, const Place& place, std::int64_t count) {
  if (sample.count() == 0) return true;
  if (place.offset < 0) return false;
  std::int64_t last = place.offset;
  for (std::size_t i = 0; i < sample.shape.size(); ++i) {
    std::int64_t reach = 0;
    if (place.strides[i] < 0 || __builtin_mul_overflow(sample.shape[i] - 1, place.strides[i], &reach) ||
        __builtin_add_overflow(last, reach, &last))
      return false;
  }
  return last < count;
}

void check_place(const Collate& collate, const BatchLayout& layout, const TensorInfo& sample, std::size_t position,
                 std::int64_t count) {
  const Place& place = layout.places[position];
  if (sample.dtype != layout.batch.dtype)
    blame(collate, fmt::format("has dtype {}, its sample {} has {}", c10::toString(layout.batch.dtype), position,
                               c10::toString(sample.dtype)));
  if (place.strides.size() != sample.shape.size())
    blame(collate, fmt::format("gives sample {} {} strides; its shape is {}", position, place.strides.size(),
                               wick::to_string(sample.shape)));
  if (!lies_within(sample, place, count))
    blame(collate, fmt::format("puts sample {}, {}, outside of the batch of shape {}", position, to_string(sample),
                               wick::to_string(layout.batch.shape)));
}

}  // namespace

BatchLayout checked_layout(const Collate& collate, std::span<const TensorInfo> samples) {
  BatchLayout layout = collate.layout(samples);
  const auto count = checked_count(layout.batch.shape);
  if (!count || !checked_bytes(layout.batch.shape, static_cast<std::int64_t>(c10::elementSize(layout.batch.dtype))))
    blame(collate, fmt::format("has an impossible shape, {}", wick::to_string(layout.batch.shape)));
  if (layout.places.size() != samples.size())
    blame(collate, fmt::format("has {} places for {} samples", layout.places.size(), samples.size()));
  std::int64_t covered = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    check_place(collate, layout, samples[i], i, *count);
    covered += samples[i].count();
  }
  if (covered > *count || (covered < *count && !layout.fill))
    blame(collate,
          fmt::format("of shape {} has {} elements for {} of the samples{}", wick::to_string(layout.batch.shape),
                      *count, covered, covered < *count ? " and no fill value for the rest" : ""));
  return layout;
}

}  // namespace wick::detail
