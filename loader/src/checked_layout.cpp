// SPDX-License-Identifier: MIT
#include "checked_layout.hpp"

#include <wick/npy/shape.hpp>
#include <wick/transforms/conversion.hpp>

#include "equal_samples.hpp"

#include <fmt/format.h>

#include <array>
#include <functional>
#include <limits>

namespace wick::detail {
namespace {

constexpr std::int64_t max_stride = std::numeric_limits<std::int64_t>::max() / 16;  // Its bytes can be counted.

[[noreturn]] void blame(const Collate& collate, const std::string& fact) {
  throw Error(fmt::format("collate {}: its layout {}", collate.name(), fact));
}

std::optional<std::int64_t> countable_bytes(const TensorInfo& info) {
  return checked_bytes(info.shape, static_cast<std::int64_t>(c10::elementSize(info.dtype)));
}

// Sources and transforms are users' too: collates may count elements of what they get.
void check_samples(const Collate& collate, std::span<const TensorInfo> samples) {
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (!element_type(samples[i].dtype))
      throw CollateError(
          {i}, fmt::format("collate {} takes bool, integer, floating-point and complex samples; this one is {}",
                           collate.name(), to_string(samples[i])));
    if (!countable_bytes(samples[i]))
      throw CollateError({i}, fmt::format("collate {}: a sample cannot have the shape {}", collate.name(),
                                          wick::to_string(samples[i].shape)));
  }
}

BatchLayout ask(const Collate& collate, std::span<const TensorInfo> samples) {
  try {
    return collate.layout(samples);
  } catch (const CollateError& error) {
    for (const std::size_t position : error.positions())
      if (position >= samples.size())
        throw Error(fmt::format("collate {}: its error names sample {} of {}: {}", collate.name(), position,
                                samples.size(), error.what()));
    throw;
  }
}

// Not negative, and not 0 where several elements of the sample would then lie on one.
bool fit(const std::vector<std::int64_t>& strides, const TensorInfo& sample) {
  const bool empty = sample.count() == 0;
  for (std::size_t i = 0; i < strides.size(); ++i) {
    const std::int64_t least = empty || sample.shape[i] == 1 ? 0 : 1;
    if (strides[i] < least || strides[i] > max_stride) return false;
  }
  return true;
}

// Whether all elements of a sample that lies at `place` are among the batch's `count`.
bool lies_within(const TensorInfo& sample, const Place& place, std::int64_t count) {
  if (sample.count() == 0) return true;
  if (place.offset < 0) return false;
  std::int64_t last = place.offset;
  for (std::size_t i = 0; i < sample.shape.size(); ++i) {
    std::int64_t reach = 0;
    if (__builtin_mul_overflow(sample.shape[i] - 1, place.strides[i], &reach) ||
        __builtin_add_overflow(last, reach, &last))
      return false;
  }
  return last < count;
}

void check_place(const Collate& collate, const BatchLayout& layout, const TensorInfo& sample, std::size_t position) {
  const Place& place = layout.places[position];
  if (place.strides.size() != sample.shape.size())
    blame(collate, fmt::format("gives sample {} {} strides; its shape is {}", position, place.strides.size(),
                               wick::to_string(sample.shape)));
  if (!fit(place.strides, sample))
    blame(collate, fmt::format("gives sample {}, {}, the strides {}; positive ones expected", position,
                               to_string(sample), wick::to_string(place.strides)));
  if (!lies_within(sample, place, layout.batch.count()))
    blame(collate, fmt::format("puts sample {}, {}, outside of the batch of shape {}", position, to_string(sample),
                               wick::to_string(layout.batch.shape)));
}

void check_batch(const Collate& collate, const BatchLayout& layout, std::span<const TensorInfo> samples) {
  for (std::size_t i = 0; i < samples.size(); ++i)
    if (samples[i].dtype != layout.batch.dtype)
      blame(collate, fmt::format("has dtype {}, its sample {} has {}", dtype_name(layout.batch.dtype), i,
                                 dtype_name(samples[i].dtype)));
  if (!countable_bytes(layout.batch))
    blame(collate, fmt::format("has an impossible shape, {}", wick::to_string(layout.batch.shape)));
  if (layout.places.size() != samples.size())
    blame(collate, fmt::format("has {} places for {} samples", layout.places.size(), samples.size()));
}

void check_fill(const Collate& collate, const BatchLayout& layout) {
  if (!layout.fill) return;
  alignas(16) std::array<std::byte, 16> element;
  const std::array<ElementwiseStep, 1> cast = {CastStep{layout.batch.dtype, OutOfRange::raise}};
  const StridedSource value{.data = reinterpret_cast<const std::byte*>(&*layout.fill),
                            .type = ElementType::float64,
                            .shape = {},
                            .strides = {}};
  try {
    Conversion(ElementType::float64, cast)
        .run(value,
             {.data = element.data(), .type = element_type(layout.batch.dtype).value(), .shape = {}, .strides = {}});
  } catch (const Error& error) {
    blame(collate, fmt::format("fills with {}: {}", *layout.fill, error.what()));
  }
}

void check_extras(const Collate& collate, const BatchLayout& layout) {
  for (const auto& [name, tensor] : layout.extras)
    if (name.empty() || !tensor.defined())
      blame(collate,
            fmt::format("has an extra tensor \"{}\" that {}", name, name.empty() ? "has no name" : "is undefined"));
}

// Elements of all samples together; the largest int64 if they are more.
std::int64_t total_count(std::span<const TensorInfo> samples) {
  std::int64_t total = 0;
  for (const auto& sample : samples)
    if (__builtin_add_overflow(total, sample.count(), &total)) return std::numeric_limits<std::int64_t>::max();
  return total;
}

}  // namespace

BatchLayout checked_layout(const Collate& collate, std::span<const TensorInfo> samples) {
  check_samples(collate, samples);
  if (!collate.ragged())
    require_alike(samples, collate.name(), "one dtype and shape (cat and pad take ragged ones)",
                  std::equal_to<TensorInfo>());
  BatchLayout layout = ask(collate, samples);
  check_batch(collate, layout, samples);
  for (std::size_t i = 0; i < samples.size(); ++i) check_place(collate, layout, samples[i], i);
  check_fill(collate, layout);
  check_extras(collate, layout);

  const std::int64_t count = layout.batch.count(), covered = total_count(samples);
  if (covered > count || (covered < count && !layout.fill))
    blame(collate,
          fmt::format("of shape {} has {} elements for {} of the samples{}", wick::to_string(layout.batch.shape), count,
                      covered, covered < count ? " and no fill value for the rest" : ""));
  if (covered == count) layout.fill.reset();  // Nothing is left to fill, which costs a pass over the batch.
  return layout;
}

}  // namespace wick::detail
