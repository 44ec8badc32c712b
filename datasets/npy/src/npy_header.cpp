// SPDX-License-Identifier: MIT
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>

#include "descr.hpp"
#include "literal.hpp"
#include "magic.hpp"
#include "python_repr.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace wick {
namespace {

using detail::Literal;
using Kind = Literal::Kind;

// Elements without bytes (`|S0`, `|V0`, `[]`) cost nothing in a file, but those who visit them would take forever.
constexpr std::int64_t max_elements_without_bytes = std::numeric_limits<std::int32_t>::max();

struct Entries {
  const Literal* descr = nullptr;
  const Literal* fortran_order = nullptr;
  const Literal* shape = nullptr;
};

// The three keys, each exactly once.
Entries find_entries(const Literal& dict, std::string_view path) {
  if (dict.kind != Kind::dict) {
    throw NpyError(path, dict.offset, fmt::format("the header is {}: a dict expected", kind_name(dict.kind)));
  }
  Entries entries;
  for (std::size_t i = 0; i < dict.items.size(); i += 2) {
    const Literal& key = dict.items[i];
    const Literal** entry = key.text == "descr"           ? &entries.descr
                            : key.text == "fortran_order" ? &entries.fortran_order
                            : key.text == "shape"         ? &entries.shape
                                                          : nullptr;
    if (entry == nullptr || *entry != nullptr) {
      throw NpyError(path, key.offset,
                     fmt::format("header: {} key {:.40}: 'descr', 'fortran_order' and 'shape' expected, each once",
                                 entry == nullptr ? "unknown" : "second", detail::python_repr(key.text)));
    }
    *entry = &dict.items[i + 1];
  }
  const auto* missing = entries.descr == nullptr           ? "descr"
                        : entries.fortran_order == nullptr ? "fortran_order"
                        : entries.shape == nullptr         ? "shape"
                                                           : nullptr;
  if (missing) throw NpyError(path, dict.offset, fmt::format("header: the key '{}' is missing", missing));
  return entries;
}

bool read_fortran_order(const Literal& literal, std::string_view path) {
  if (literal.kind == Kind::boolean) return literal.integer != 0;
  throw NpyError(path, literal.offset,
                 fmt::format("fortran_order is {}: True or False expected", kind_name(literal.kind)));
}

Shape read_shape(const Literal& literal, std::string_view path) {
  if (literal.kind != Kind::tuple) {
    throw NpyError(path, literal.offset, fmt::format("shape is {}: a tuple of ints expected", kind_name(literal.kind)));
  }
  if (literal.items.size() > max_dimensions) {
    throw NpyError(path, literal.offset,
                   fmt::format("shape has {} dimensions: at most {} expected", literal.items.size(), max_dimensions));
  }
  Shape shape;
  shape.reserve(literal.items.size());
  for (const Literal& extent : literal.items) {
    if (extent.kind != Kind::integer) {
      throw NpyError(path, extent.offset,
                     fmt::format("shape: an extent is {}: an int expected", kind_name(extent.kind)));
    }
    if (extent.integer < 0) {
      throw NpyError(path, extent.offset, fmt::format("shape: negative extent {}", extent.integer));
    }
    shape.push_back(extent.integer);
  }
  return shape;
}

std::int64_t payload_bytes(const NpyHeader& header, const Literal& shape, std::int64_t file_bytes,
                           std::string_view path) {
  const auto there = file_bytes - header.payload_offset;
  if (header.dtype.has_object) return there;
  const auto bytes = checked_bytes(header.shape, header.dtype.itemsize);
  if (!bytes) {
    throw NpyError(path, shape.offset,
                   fmt::format("shape {} with {} bytes an element is more than 2**63 - 1 bytes",
                               to_string(header.shape), header.dtype.itemsize));
  }
  if (header.dtype.itemsize == 0 && checked_count(header.shape).value_or(0) > max_elements_without_bytes) {
    throw NpyError(path, shape.offset,
                   fmt::format("shape {} of elements of 0 bytes: at most 2**31 - 1 expected", to_string(header.shape)));
  }
  if (*bytes > there) {
    throw NpyError(path, header.payload_offset, fmt::format("{} bytes of data expected, {} found", *bytes, there));
  }
  return *bytes;
}

}  // namespace

NpyHeader parse_npy_header(std::span<const std::byte> bytes, std::int64_t file_bytes, std::string_view path,
                           const NpyLimits& limits) {
  const auto end = static_cast<std::size_t>(npy_header_bytes(bytes, file_bytes, path, limits));
  const auto begin = detail::magic_bytes(bytes);
  if (bytes.size() < end) {
    throw NpyError(path, static_cast<std::int64_t>(begin),
                   fmt::format("a header of {} bytes expected, {} given", end - begin, bytes.size() - begin));
  }
  NpyHeader header;
  header.major = std::to_integer<int>(bytes[6]);
  header.minor = std::to_integer<int>(bytes[7]);
  header.payload_offset = static_cast<std::int64_t>(end);
  const Literal dict = detail::parse_literal({
      .text = {reinterpret_cast<const char*>(bytes.data()) + begin, end - begin},
      .encoding = header.major < 3 ? detail::LiteralText::Encoding::latin1 : detail::LiteralText::Encoding::utf8,
      .long_suffix = header.major < 3,
      .path = path,
      .offset = static_cast<std::int64_t>(begin),
  });
  const Entries entries = find_entries(dict, path);
  header.dtype = detail::parse_descr(*entries.descr, path);
  header.fortran_order = read_fortran_order(*entries.fortran_order, path);
  header.shape = read_shape(*entries.shape, path);
  header.payload_bytes = payload_bytes(header, *entries.shape, file_bytes, path);
  return header;
}

NpyHeader read_npy_header(const std::string& path, const NpyLimits& limits) {
  return read_npy_header(File(path), limits);
}

NpyHeader read_npy_header(const File& file, const NpyLimits& limits) {
  std::array<std::byte, usual_header_bytes> head;
  const auto read = static_cast<std::size_t>(file.read_some_at(0, head));
  const std::span<const std::byte> prefix(head.data(), read);
  const auto needed = static_cast<std::size_t>(npy_header_bytes(prefix, file.size(), file.path(), limits));
  if (needed <= read) return parse_npy_header(prefix, file.size(), file.path(), limits);
  std::vector<std::byte> whole(needed);
  file.read_at(0, whole);
  return parse_npy_header(whole, file.size(), file.path(), limits);
}

}  // namespace wick
