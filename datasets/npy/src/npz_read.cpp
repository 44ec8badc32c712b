// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npz_archive.hpp>

#include "crc32.hpp"
#include "inflate.hpp"
#include "zip_local.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace wick {
namespace {

using detail::crc32;

// Summed while it is in the cache.
constexpr std::size_t part_bytes = 256 * 1024;

std::size_t as_size(std::int64_t count) { return static_cast<std::size_t>(count); }

void check_size(const NpzArchive& archive, std::size_t member, std::size_t given, std::int64_t needed) {
  if (given == as_size(needed)) return;
  throw Error(fmt::format("{}: a place of {} bytes given to read {}", archive.where(member), given, needed));
}

// Reads bytes of the file part by part, and adds them to the sum.
std::uint32_t read_and_sum(const File& file, std::int64_t offset, std::span<std::byte> bytes, std::uint32_t crc) {
  while (!bytes.empty()) {
    const auto part = bytes.first(std::min(bytes.size(), part_bytes));
    file.read_at(offset, part);
    crc = crc32(crc, part);
    offset += static_cast<std::int64_t>(part.size());
    bytes = bytes.subspan(part.size());
  }
  return crc;
}

}  // namespace

void NpzArchive::check_sum(std::size_t member, std::uint32_t crc) const {
  const auto expected = members_[member].crc32;
  if (crc == expected) return;
  throw NpyError(where(member),
                 fmt::format("its CRC-32 is {:08x}, the directory says {:08x}: the member is damaged", crc, expected));
}

std::int64_t NpzArchive::data_offset(std::size_t member) const {
  return detail::find_zip_data(file_, readable(member), ends_[member], where(member)).offset;
}

std::uint32_t NpzArchive::sum_of_file(std::uint32_t crc, std::int64_t offset, std::int64_t bytes) const {
  if (bytes == 0) return crc;
  std::vector<std::byte> buffer(std::min(as_size(bytes), part_bytes));
  while (bytes > 0) {
    const auto part = std::span(buffer).first(std::min(as_size(bytes), buffer.size()));
    crc = read_and_sum(file_, offset, part, crc);
    offset += static_cast<std::int64_t>(part.size());
    bytes -= static_cast<std::int64_t>(part.size());
  }
  return crc;
}

void NpzArchive::read_stored(const NpzArray& array, std::span<std::byte> payload) const {
  const NpzMember& member = members_[array.member];
  std::vector<std::byte> header(as_size(array.header.payload_offset));
  const auto first = payload.first(std::min(payload.size(), part_bytes));
  const auto rest = payload.subspan(first.size());
  const auto read = as_size(file_.read_two_at(array.data_offset, header, first));
  if (read < header.size() + first.size()) {
    throw NpyError(where(array.member),
                   fmt::format("{} bytes expected, {} found: the file ends before them", member.bytes, read));
  }
  auto offset = array.data_offset + static_cast<std::int64_t>(read);
  auto crc = crc32(crc32(0, header), first);
  crc = read_and_sum(file_, offset, rest, crc);
  offset += static_cast<std::int64_t>(rest.size());
  check_sum(array.member, sum_of_file(crc, offset, array.data_offset + member.bytes - offset));
}

void NpzArchive::read_deflated(const NpzArray& array, std::span<std::byte> payload, NpzScratch& scratch,
                               std::size_t headroom) const {
  const NpzMember& member = members_[array.member];
  const std::string name = where(array.member);
  auto& memory = scratch.memory();
  const auto deflated = memory.deflated.get(member.compressed_bytes, name);
  file_.read_at(array.data_offset, deflated);

  const auto header_bytes = as_size(array.header.payload_offset);
  const bool nothing_behind = as_size(member.bytes) == header_bytes + payload.size();
  if (nothing_behind) {
    // Note [A header in a block of its own], npz_writer.cpp. A stream that refers back to its stored part is no stream
    // without it: then the other ways remain.
    const auto split = detail::split_stored(deflated, array.header.payload_offset);
    if (split && memory.inflater.inflate(split->rest, payload)) {
      return check_sum(array.member, crc32(crc32(0, split->stored), payload));
    }
  }
  const bool in_place = nothing_behind && headroom >= header_bytes;
  const auto whole = in_place ? std::span(payload.data() - header_bytes, as_size(member.bytes))
                              : memory.inflated.get(member.bytes, name);
  if (!memory.inflater.inflate(deflated, whole)) {
    throw NpyError(name, fmt::format("its {} compressed bytes, from byte {} of the file, do not inflate to {} bytes: "
                                     "the member is damaged",
                                     member.compressed_bytes, array.data_offset, member.bytes));
  }
  check_sum(array.member, crc32(0, whole));
  if (!in_place && !payload.empty()) std::memcpy(payload.data(), whole.data() + header_bytes, payload.size());
}

void NpzArchive::read(const NpzArray& array, std::span<std::byte> payload, NpzScratch& scratch,
                      std::size_t headroom) const {
  check_size(*this, array.member, payload.size(), array.header.payload_bytes);
  if (readable(array.member).method == NpzMethod::stored) {
    read_stored(array, payload);
  } else {
    read_deflated(array, payload, scratch, headroom);
  }
}

void NpzArchive::read_at(const NpzArray& array, std::int64_t offset, std::span<std::byte> bytes) const {
  if (!array.payload_in_file) {
    throw NpyError(where(array.member),
                   "it is deflated, and only stored members can be read in parts: read it whole, or write the archive "
                   "by numpy.savez");
  }
  const auto size = static_cast<std::int64_t>(bytes.size());
  if (offset < 0 || size > array.header.payload_bytes || offset > array.header.payload_bytes - size) {
    throw Error(fmt::format("{}: {} bytes from byte {} of a payload of {}", where(array.member), size, offset,
                            array.header.payload_bytes));
  }
  file_.read_at(*array.payload_in_file + offset, bytes);
}

void NpzArchive::read_bytes(std::size_t index, std::span<std::byte> bytes, NpzScratch& scratch) const {
  // A member without a header is all payload.
  NpzArray all;
  all.member = index;
  all.header.payload_bytes = readable(index).bytes;
  all.data_offset = data_offset(index);
  read(all, bytes, scratch);
}

void NpzArchive::check(std::size_t index, NpzScratch& scratch) const {
  const NpzMember& member = readable(index);
  if (member.method == NpzMethod::stored) return check_sum(index, sum_of_file(0, data_offset(index), member.bytes));
  read_bytes(index, scratch.memory().inflated.get(member.bytes, where(index)), scratch);
}

}  // namespace wick
