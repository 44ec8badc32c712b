// SPDX-License-Identifier: MIT
#include "zip_local.hpp"

#include <wick/npy/npy_error.hpp>

#include "zip_format.hpp"
#include "zip_name.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace wick::detail {
namespace {

// Enough for the local header, a usual name and the header of an array.
constexpr std::size_t usual_bytes = 512;

void read_more(const File& file, std::int64_t offset, std::vector<std::byte>& bytes, std::size_t count) {
  bytes.resize(count);
  bytes.resize(static_cast<std::size_t>(file.read_some_at(offset, bytes)));
}

}  // namespace

std::span<const std::byte> ZipData::prefix(std::int64_t bytes) const noexcept {
  const std::span<const std::byte> there = std::span(read).subspan(begin);
  return there.first(std::min(there.size(), static_cast<std::size_t>(bytes)));
}

ZipData find_zip_data(const File& file, const NpzMember& member, std::int64_t end, std::string_view where) {
  ZipData data;
  const auto offset = member.header_offset;
  read_more(file, offset, data.read, usual_bytes);
  if (data.read.size() < zip::local_bytes || zip::load32(data.read, 0) != zip::local_signature) {
    throw NpyError(where,
                   fmt::format("its local header expected at byte {} of the file (PK\\3\\4), none found", offset));
  }
  const std::size_t name_bytes = zip::load16(data.read, 26);
  data.begin = zip::local_bytes + name_bytes + zip::load16(data.read, 28);
  if (data.begin > data.read.size()) read_more(file, offset, data.read, data.begin + usual_bytes);
  if (data.begin > data.read.size()) {
    throw NpyError(where, fmt::format("its local header, at byte {} of the file, is longer than the file", offset));
  }
  const auto name = std::span<const std::byte>(data.read).subspan(zip::local_bytes, name_bytes);
  // By its own flag, as Python does: the same bytes are two names where only one of the flags says UTF-8.
  if (decode_zip_name(name, (zip::load16(data.read, 6) & zip::utf8_flag) != 0) != member.name) {
    throw NpyError(where, fmt::format("its local header, at byte {} of the file, has another name", offset));
  }
  data.offset = offset + static_cast<std::int64_t>(data.begin);
  if (data.offset > end || member.compressed_bytes > end - data.offset) {
    throw NpyError(where, fmt::format("its {} bytes from byte {} of the file go beyond byte {}, where something else "
                                      "begins: overlapping members are refused",
                                      member.compressed_bytes, data.offset, end));
  }
  return data;
}

}  // namespace wick::detail
