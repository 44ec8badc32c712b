// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/npy/dtype_field.hpp>
#include <wick/npy/nonfinite.hpp>

#include "float_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace wick {
namespace {

using detail::Finiteness;
using detail::FloatFormat;

// What is searched in one go by a loop without branches.
constexpr std::size_t block_bytes = 4096;

template <typename Word>
bool any_nonfinite(const FloatFormat& format, const std::byte* bytes, std::size_t count) noexcept {
  const auto exponent = static_cast<Word>(format.exponent), flip = static_cast<Word>(format.flip);
  Word any = 0;
  for (std::size_t i = 0; i < count; ++i) {
    Word word;
    std::memcpy(&word, bytes + i * sizeof(Word), sizeof word);
    any |= static_cast<Word>((static_cast<Word>(word ^ flip) & exponent) == exponent);
  }
  return any != 0;
}

// Not for x87.
bool all_finite(const FloatFormat& format, std::span<const std::byte> block) noexcept {
  const auto count = block.size() / format.bytes;
  switch (format.bytes) {
    case 1:
      return !any_nonfinite<std::uint8_t>(format, block.data(), count);
    case 2:
      return !any_nonfinite<std::uint16_t>(format, block.data(), count);
    case 4:
      return !any_nonfinite<std::uint32_t>(format, block.data(), count);
    default:
      return !any_nonfinite<std::uint64_t>(format, block.data(), count);
  }
}

}  // namespace

struct NonFiniteSearch::Part {
  std::size_t offset = 0;  // in what contains it
  std::size_t count = 1;
  std::size_t stride = 0;
  FloatFormat format = {};       // of the numbers
  std::vector<Part> parts = {};  // or what the structures have

  Finiteness worst(const std::byte* bytes) const noexcept {
    auto found = Finiteness::finite;
    bytes += offset;
    for (std::size_t i = 0; i < count; ++i, bytes += stride) {
      if (parts.empty()) found = std::max(found, detail::finiteness(format, bytes));
      for (const Part& part : parts) found = std::max(found, part.worst(bytes));
    }
    return found;
  }

  // Of all parts of one dtype.
  static std::vector<Part> of(const Dtype& dtype, std::string_view path) {
    std::vector<Part> parts;
    if (!dtype.structured) {
      const auto format = detail::float_format(dtype);
      if (!format) return parts;
      parts.push_back({.count = dtype.kind == 'c' ? 2u : 1u, .stride = format->bytes, .format = *format});
      return parts;
    }
    for (const DtypeField& field : fields_of(dtype, path)) {
      Part part{.offset = static_cast<std::size_t>(field.offset),
                .count = static_cast<std::size_t>(checked_count(field.shape).value_or(0)),
                .stride = static_cast<std::size_t>(field.dtype.itemsize),
                .parts = of(field.dtype, path)};
      if (part.count > 0 && !part.parts.empty()) parts.push_back(std::move(part));
    }
    return parts;
  }
};

void NonFinite::add(const NonFinite& other, std::int64_t before) {
  nan += other.nan;
  infinite += other.infinite;
  if (other.first) first = std::min(first.value_or(before + *other.first), before + *other.first);
}

NonFiniteSearch::NonFiniteSearch(const Dtype& dtype, std::string_view path)
    : itemsize_(static_cast<std::size_t>(dtype.itemsize)) {
  if (!dtype.has_object) parts_ = Part::of(dtype, path);
}

NonFiniteSearch::NonFiniteSearch(NonFiniteSearch&& other) noexcept = default;
NonFiniteSearch& NonFiniteSearch::operator=(NonFiniteSearch&& other) noexcept = default;
NonFiniteSearch::~NonFiniteSearch() = default;

bool NonFiniteSearch::possible() const noexcept { return !parts_.empty(); }

NonFinite NonFiniteSearch::search(std::span<const std::byte> elements) const {
  if (parts_.empty() || elements.empty()) return {};
  if (elements.size() % itemsize_ != 0)
    throw Error(fmt::format("{} bytes to search, expected elements of {} bytes", elements.size(), itemsize_));
  const Part& first = parts_[0];
  const bool plain = parts_.size() == 1 && first.parts.empty() && !first.format.x87;
  const auto step = std::max<std::size_t>(block_bytes / itemsize_, 1) * itemsize_;
  NonFinite found;
  for (std::size_t begin = 0; begin < elements.size(); begin += step) {
    const auto block = elements.subspan(begin, std::min(step, elements.size() - begin));
    if (plain && all_finite(first.format, block)) continue;
    found.add(search_each(block), static_cast<std::int64_t>(begin / itemsize_));
  }
  return found;
}

NonFinite NonFiniteSearch::search_each(std::span<const std::byte> elements) const {
  NonFinite found;
  for (std::size_t begin = 0; begin < elements.size(); begin += itemsize_) {
    auto worst = Finiteness::finite;
    for (const Part& part : parts_) worst = std::max(worst, part.worst(elements.data() + begin));
    if (worst == Finiteness::finite) continue;
    ++(worst == Finiteness::nan ? found.nan : found.infinite);
    if (!found.first) found.first = static_cast<std::int64_t>(begin / itemsize_);
  }
  return found;
}

}  // namespace wick
