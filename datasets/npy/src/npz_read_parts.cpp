// SPDX-License-Identifier: MIT
#include <wick/npy/npz_archive.hpp>

#include "crc32.hpp"
#include "inflate.hpp"

#include <algorithm>

namespace wick {
namespace {

using detail::crc32;

constexpr std::size_t part_bytes = 256 * 1024;

std::size_t as_size(std::int64_t count) { return static_cast<std::size_t>(count); }

// As many bytes as make whole elements, and some `part_bytes`.
std::size_t whole_elements(std::int64_t itemsize) {
  const auto item = std::max<std::size_t>(as_size(itemsize), 1);
  return std::max<std::size_t>(part_bytes / item, 1) * item;
}

}  // namespace

void NpzArchive::read_parts(const NpzArray& array, const Visit& visit, NpzScratch& scratch) const {
  const auto step = whole_elements(array.header.dtype.itemsize);
  if (readable(array.member).method == NpzMethod::stored) return visit_stored(array, step, visit);
  const NpzMember& member = members_[array.member];
  const auto bytes = scratch.memory().inflated.get(member.bytes, where(array.member));
  read_bytes(array.member, bytes, scratch);
  auto payload = bytes.subspan(as_size(array.header.payload_offset), as_size(array.header.payload_bytes));
  while (!payload.empty()) {
    const auto part = payload.first(std::min(payload.size(), step));
    if (!visit(part)) return;
    payload = payload.subspan(part.size());
  }
}

void NpzArchive::visit_stored(const NpzArray& array, std::size_t step, const Visit& visit) const {
  auto offset = array.data_offset + array.header.payload_offset;
  auto left = as_size(array.header.payload_bytes);
  auto crc = sum_of_file(0, array.data_offset, array.header.payload_offset);
  std::vector<std::byte> buffer(std::min(left, step));
  while (left > 0) {
    const auto part = std::span(buffer).first(std::min(left, buffer.size()));
    file_.read_at(offset, part);
    crc = crc32(crc, part);
    if (!visit(part)) return;
    offset += static_cast<std::int64_t>(part.size());
    left -= part.size();
  }
  const auto end = array.data_offset + members_[array.member].bytes;
  check_sum(array.member, sum_of_file(crc, offset, end - offset));
}

}  // namespace wick
