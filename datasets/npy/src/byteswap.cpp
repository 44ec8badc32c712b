// SPDX-License-Identifier: MIT
#include <wick/npy/byteswap.hpp>
#include <wick/npy/dtype_field.hpp>
#include <wick/npy/npy_error.hpp>

#include "descr.hpp"
#include "literal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace wick {
namespace {

using detail::Literal;

constexpr char native_order = std::endian::native == std::endian::little ? '<' : '>';

// Gives every code in the descr of a structured dtype this machine's order: '>f4', [('a', '>f4')], ('>f4', (2,)).
void make_native(Literal& type) {
  if (type.kind == Literal::Kind::text && type.text.starts_with(native_order == '<' ? '>' : '<')) {
    type.text.front() = native_order;
  } else if (type.kind == Literal::Kind::list) {
    for (Literal& field : type.items) make_native(field.items[1]);
  } else if (type.kind == Literal::Kind::tuple) {
    make_native(type.items[0]);
  }
}

Dtype native_structure(const Dtype& dtype, std::string_view path) {
  Literal list = detail::parse_literal({.text = dtype.descr,
                                        .encoding = detail::LiteralText::Encoding::utf8,
                                        .long_suffix = false,
                                        .path = path,
                                        .offset = 0});
  make_native(list);
  return detail::parse_descr(list, path);
}

Dtype native_element(Dtype dtype) {
  if (!dtype.is_swapped()) return dtype;
  dtype.byteorder = native_order;
  dtype.descr.front() = native_order;
  return dtype;
}

// What of an element is swapped at once: a complex number is two, a string its characters.
std::int64_t word_bytes(const Dtype& dtype) {
  if (dtype.kind == 'c') return dtype.itemsize / 2;
  return dtype.kind == 'U' ? 4 : dtype.itemsize;
}

template <typename Word>
Word swapped(Word word) {
  if constexpr (sizeof(Word) == 2) return __builtin_bswap16(word);
  if constexpr (sizeof(Word) == 4) return __builtin_bswap32(word);
  if constexpr (sizeof(Word) == 8) return __builtin_bswap64(word);
}

template <typename Word>
void swap_words(std::byte* bytes, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i, bytes += sizeof(Word)) {
    Word word;
    std::memcpy(&word, bytes, sizeof word);
    word = swapped(word);
    std::memcpy(bytes, &word, sizeof word);
  }
}

void swap_words(std::byte* bytes, std::int64_t width, std::int64_t count) {
  if (width == 2) return swap_words<std::uint16_t>(bytes, count);
  if (width == 4) return swap_words<std::uint32_t>(bytes, count);
  if (width == 8) return swap_words<std::uint64_t>(bytes, count);
  for (std::int64_t i = 0; i < count; ++i, bytes += width) std::reverse(bytes, bytes + width);
}

}  // namespace

std::vector<Byteswap::Part> Byteswap::parts_of(const Dtype& dtype, std::string_view path) {
  std::vector<Part> parts;
  if (!dtype.structured) {
    const auto width = word_bytes(dtype);
    if (dtype.is_swapped() && dtype.itemsize > 0) parts.push_back({0, width, dtype.itemsize / width});
    return parts;
  }
  for (const DtypeField& field : fields_of(dtype, path)) {
    auto inner = parts_of(field.dtype, path);
    if (inner.empty()) continue;
    // Fits: what has bytes to swap has no more elements than bytes.
    const auto count = checked_count(field.shape).value();
    if (count == 0) continue;
    if (field.dtype.structured) {
      parts.push_back({field.offset, field.dtype.itemsize, count, std::move(inner)});
    } else {
      parts.push_back({field.offset, inner[0].width, count * inner[0].count});
    }
  }
  return parts;
}

Byteswap::Byteswap(const Dtype& dtype, std::string_view path) {
  if (dtype.has_object) {
    throw NpyError(path, fmt::format("dtype {:.80}: Python objects have no byte order", dtype.descr));
  }
  parts_ = parts_of(dtype, path);
  native_ = dtype.structured ? native_structure(dtype, path) : native_element(dtype);
}

void Byteswap::swap(const std::vector<Part>& parts, std::byte* element) {
  for (const Part& part : parts) {
    std::byte* bytes = element + part.offset;
    if (part.parts.empty()) {
      swap_words(bytes, part.width, part.count);
    } else {
      for (std::int64_t i = 0; i < part.count; ++i) swap(part.parts, bytes + i * part.width);
    }
  }
}

void Byteswap::run(std::span<std::byte> elements) const {
  if (is_identity()) return;
  const auto bytes = static_cast<std::int64_t>(elements.size());
  if (!native_.structured) return swap_words(elements.data(), parts_[0].width, bytes / parts_[0].width);
  for (std::int64_t at = 0; at + native_.itemsize <= bytes; at += native_.itemsize) swap(parts_, elements.data() + at);
}

}  // namespace wick
