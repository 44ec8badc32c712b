// SPDX-License-Identifier: MIT
#include "zip_end.hpp"

#include <wick/npy/npy_error.hpp>

#include "zip_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <vector>

namespace wick::detail {
namespace {

using Bytes = std::span<const std::byte>;

// Without a comment the record is at the very end.
constexpr std::int64_t usual_tail = 1024;
constexpr std::int64_t longest_tail = static_cast<std::int64_t>(zip::end_bytes) + 0x10000;

// The last record in `tail`; with `exact`, the last one whose comment ends with the file.
std::optional<std::size_t> find_record(Bytes tail, bool exact) {
  if (tail.size() < zip::end_bytes) return std::nullopt;
  for (std::size_t i = tail.size() - zip::end_bytes + 1; i > 0; --i) {
    const Bytes record = tail.subspan(i - 1);
    if (zip::load32(record, 0) != zip::end_signature) continue;
    if (!exact || record.size() == zip::end_bytes + zip::load16(record, 20)) return i - 1;
  }
  return std::nullopt;
}

struct Record {
  std::int64_t offset = 0;
  std::array<std::byte, zip::end_bytes> bytes{};
};

std::optional<Record> read_record(const File& file, std::int64_t tail_bytes, bool exact) {
  std::vector<std::byte> tail(static_cast<std::size_t>(std::min(tail_bytes, file.size())));
  const auto begin = file.size() - static_cast<std::int64_t>(tail.size());
  file.read_at(begin, tail);
  const auto found = find_record(tail, exact);
  if (!found) return std::nullopt;
  Record record;
  record.offset = begin + static_cast<std::int64_t>(*found);
  std::copy_n(tail.begin() + static_cast<std::ptrdiff_t>(*found), zip::end_bytes, record.bytes.begin());
  return record;
}

Record read_record(const File& file) {
  auto record = read_record(file, usual_tail, true);
  if (!record) record = read_record(file, longest_tail, true);
  if (!record) record = read_record(file, longest_tail, false);
  if (record) return *record;
  throw NpyError(file.path(),
                 "no end of a zip archive in the last 64 KiB: the archive is cut off, or something follows it");
}

[[noreturn]] void refuse_disks(const File& file, std::int64_t offset) {
  throw NpyError(file.path(), offset, "the archive is split over several disks: one file expected");
}

// `end`: where the records of the end begin, that is where the directory ends.
ZipEnd directory_before(const File& file, std::int64_t end, std::uint64_t bytes, std::uint64_t offset) {
  if (bytes > static_cast<std::uint64_t>(end)) {
    throw NpyError(file.path(), end, fmt::format("a directory of {} bytes expected before this, {} found", bytes, end));
  }
  ZipEnd result;
  result.directory_bytes = static_cast<std::int64_t>(bytes);
  result.directory_offset = end - result.directory_bytes;
  if (offset > static_cast<std::uint64_t>(result.directory_offset)) {
    throw NpyError(file.path(), end,
                   fmt::format("the directory is said to begin at byte {}, but byte {} is where one of {} bytes begins",
                               offset, result.directory_offset, bytes));
  }
  result.shift = result.directory_offset - static_cast<std::int64_t>(offset);
  return result;
}

// nullopt: the archive has no ZIP64 part.
std::optional<ZipEnd> read_end64(const File& file, std::int64_t record_offset) {
  constexpr auto locator_size = static_cast<std::int64_t>(zip::locator_bytes);
  if (record_offset < locator_size) return std::nullopt;
  std::array<std::byte, zip::locator_bytes> locator;
  file.read_at(record_offset - locator_size, locator);
  if (zip::load32(locator, 0) != zip::locator_signature) return std::nullopt;
  if (zip::load32(locator, 4) != 0 || zip::load32(locator, 16) > 1) refuse_disks(file, record_offset - locator_size);

  const auto offset = record_offset - locator_size - static_cast<std::int64_t>(zip::end64_bytes);
  std::array<std::byte, zip::end64_bytes> end{};
  if (offset >= 0) file.read_at(offset, end);
  if (zip::load32(end, 0) != zip::end64_signature) {
    throw NpyError(file.path(), record_offset - locator_size,
                   fmt::format("a ZIP64 end of {} bytes expected before this, none found", zip::end64_bytes));
  }
  if (zip::load32(end, 16) != 0 || zip::load32(end, 20) != 0) refuse_disks(file, offset);
  return directory_before(file, offset, zip::load64(end, 40), zip::load64(end, 48));
}

}  // namespace

ZipEnd find_zip_end(const File& file) {
  const Record record = read_record(file);
  if (const auto end = read_end64(file, record.offset)) return *end;
  if (zip::load16(record.bytes, 4) != 0 || zip::load16(record.bytes, 6) != 0) refuse_disks(file, record.offset);
  return directory_before(file, record.offset, zip::load32(record.bytes, 12), zip::load32(record.bytes, 16));
}

}  // namespace wick::detail
