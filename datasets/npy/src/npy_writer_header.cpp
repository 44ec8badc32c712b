// SPDX-License-Identifier: MIT
#include "npy_writer_header.hpp"

#include "literal.hpp"
#include "magic.hpp"

#include <fmt/format.h>

#include <cassert>
#include <span>

namespace wick::detail {
namespace {

// Where in the file the first extent begins.
std::size_t extent_offset(std::string_view bytes, std::string_view path) {
  const auto begin = magic_bytes(std::as_bytes(std::span(bytes)));
  const bool utf8 = bytes[magic.size()] == 3;
  const Literal dict = parse_literal({.text = bytes.substr(begin),
                                      .encoding = utf8 ? LiteralText::Encoding::utf8 : LiteralText::Encoding::latin1,
                                      .long_suffix = !utf8,
                                      .path = path,
                                      .offset = static_cast<std::int64_t>(begin)});
  std::size_t shape = 0;
  while (dict.items[shape].text != "shape") shape += 2;
  return static_cast<std::size_t>(dict.items[shape + 1].items.front().offset);
}

}  // namespace

NpyWriterHeader::NpyWriterHeader(std::string bytes, std::string_view path) : bytes_(std::move(bytes)) {
  const auto begin = extent_offset(bytes_, path);
  const auto end = bytes_.find_first_not_of("-0123456789", begin);
  const auto last = bytes_.find_last_not_of(" \t\n\r\f");
  before_ = bytes_.substr(0, begin);
  behind_ = bytes_.substr(end, last + 1 - end);
  if (bytes_.back() == '\n') end_ = '\n';
}

bool NpyWriterHeader::fits(std::int64_t extent) const {
  return before_.size() + fmt::formatted_size("{}", extent) + behind_.size() + end_.size() <= bytes_.size();
}

std::string NpyWriterHeader::with(std::int64_t extent) const {
  std::string result = fmt::format("{}{}{}", before_, extent, behind_);
  assert(result.size() + end_.size() <= bytes_.size());
  result.resize(bytes_.size() - end_.size(), ' ');
  return result + end_;
}

}  // namespace wick::detail
