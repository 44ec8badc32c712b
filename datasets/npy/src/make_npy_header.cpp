// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/npy/npy_header.hpp>

#include "magic.hpp"
#include "python_repr.hpp"
#include "utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace wick {
namespace {

constexpr std::size_t alignment = 64;
constexpr std::size_t max_extent_digits = 21;  // of 8 * 2**64 - 1, says NumPy

void check_shape(std::span<const std::int64_t> shape) {
  if (shape.size() > max_dimensions) {
    throw Error(fmt::format("an array of {} dimensions: NumPy has at most {}", shape.size(), max_dimensions));
  }
  if (std::any_of(shape.begin(), shape.end(), [](std::int64_t extent) { return extent < 0; })) {
    throw Error(fmt::format("shape {} has a negative extent", to_string(shape)));
  }
}

std::string header_text(const Dtype& dtype, bool fortran_order, std::span<const std::int64_t> shape) {
  const bool list = dtype.descr.starts_with('[');
  std::string text = fmt::format("{{'descr': {}, 'fortran_order': {}, 'shape': {}, }}",
                                 list ? dtype.descr : detail::python_repr(dtype.descr),
                                 fortran_order ? "True" : "False", to_string(shape));
  if (!shape.empty()) {
    const std::string growing = fmt::to_string(fortran_order ? shape.back() : shape.front());
    text.append(max_extent_digits - growing.size(), ' ');
  }
  return text;
}

std::optional<std::string> as_latin1(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t position = 0; position < text.size();) {
    const auto code_point = detail::next_code_point(text, position);
    if (!code_point || *code_point > 0xFF) return std::nullopt;
    out += static_cast<char>(*code_point);
  }
  return out;
}

// Bytes of length field, text, padding (1 to 64 spaces, as NumPy) and newline, before which 8 bytes stand.
std::size_t padded_length(std::size_t text, std::size_t length_field) {
  const auto unpadded = 8 + length_field + text + 1;
  return text + 1 + alignment - unpadded % alignment;
}

std::string assemble(std::string text, char major) {
  const std::size_t length_field = major == 1 ? 2 : 4;
  const auto length = padded_length(text.size(), length_field);
  std::string out(detail::magic);
  out += major;
  out += '\0';
  for (std::size_t i = 0; i < length_field; ++i) out += static_cast<char>((length >> (8 * i)) & 0xFF);
  text.resize(length - 1, ' ');
  return out + text + '\n';
}

}  // namespace

std::string make_npy_header(const Dtype& dtype, bool fortran_order, std::span<const std::int64_t> shape) {
  check_shape(shape);
  std::string text = header_text(dtype, fortran_order, shape);
  auto latin1 = as_latin1(text);
  if (!latin1) return assemble(std::move(text), 3);
  const bool fits = padded_length(latin1->size(), 2) <= 0xFFFF;
  return assemble(*std::move(latin1), fits ? 1 : 2);
}

}  // namespace wick
