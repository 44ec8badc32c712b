// SPDX-License-Identifier: MIT
#include "zip_directory.hpp"

#include <wick/npy/npy_error.hpp>

#include "zip_format.hpp"
#include "zip_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <span>
#include <string_view>

namespace wick::detail {
namespace {

using Bytes = std::span<const std::byte>;

// The parts of one record, which is followed by the next.
struct Entry {
  Bytes fixed;
  Bytes name;
  Bytes extra;
  std::size_t bytes = 0;
};

class Directory {
 public:
  Directory(const File& file, const ZipEnd& end, Bytes bytes) : file_(file), end_(end), bytes_(bytes) {}

  // Goes over all records before anything is made of them.
  std::size_t count(std::int64_t max_members) const {
    max_members = std::min<std::int64_t>(max_members, std::numeric_limits<std::uint32_t>::max());
    std::int64_t members = 0;
    std::int64_t headers = 0;
    for (std::size_t position = 0; position < bytes_.size();) {
      const Entry entry = entry_at(position);
      headers += static_cast<std::int64_t>(zip::local_bytes + entry.name.size());
      if (headers > end_.directory_offset) {
        fail(position,
             fmt::format("the directory has more members than {} bytes before it can have", end_.directory_offset));
      }
      if (++members > max_members) {
        fail(position, fmt::format("more than {} members (NpzLimits::max_members)", max_members));
      }
      position += entry.bytes;
    }
    return static_cast<std::size_t>(members);
  }

  std::vector<NpzMember> members(std::size_t count) const {
    std::vector<NpzMember> result;
    result.reserve(count);
    for (std::size_t position = 0; position < bytes_.size();) {
      const Entry entry = entry_at(position);
      result.push_back(member(entry, position));
      position += entry.bytes;
    }
    return result;
  }

 private:
  [[noreturn]] void fail(std::size_t position, std::string_view fact) const {
    throw NpyError(file_.path(), end_.directory_offset + static_cast<std::int64_t>(position), fact);
  }

  Entry entry_at(std::size_t position) const {
    const Bytes rest = bytes_.subspan(position);
    if (rest.size() < zip::entry_bytes || zip::load32(rest, 0) != zip::entry_signature) {
      fail(position, "an entry of the archive's directory expected (PK\\1\\2), something else found");
    }
    const std::size_t name = zip::load16(rest, 28);
    const std::size_t extra = zip::load16(rest, 30);
    const std::size_t bytes = zip::entry_bytes + name + extra + zip::load16(rest, 32);
    if (bytes > rest.size()) {
      fail(position, fmt::format("an entry of {} bytes, but the directory ends after {}", bytes, rest.size()));
    }
    return {rest.first(zip::entry_bytes), rest.subspan(zip::entry_bytes, name),
            rest.subspan(zip::entry_bytes + name, extra), bytes};
  }

  NpzMember member(const Entry& entry, std::size_t position) const {
    NpzMember result;
    result.flags = zip::load16(entry.fixed, 8);
    result.method = static_cast<NpzMethod>(zip::load16(entry.fixed, 10));
    result.crc32 = zip::load32(entry.fixed, 16);
    if (zip::load16(entry.fixed, 34) != 0) fail(position, "the archive is split over several disks: one file expected");
    auto name = decode_zip_name(entry.name, (result.flags & zip::utf8_flag) != 0);
    if (!name) fail(position + zip::entry_bytes, "a member's name is not UTF-8, or has a NUL character");
    result.name = *std::move(name);
    read_sizes(result, entry, position);
    return result;
  }

  // A number that does not fit in its place is in the ZIP64 field, with the others of these, in this order.
  void read_sizes(NpzMember& member, const Entry& entry, std::size_t position) const {
    Bytes large = zip64_field(entry.extra, position);
    const auto number = [&](std::size_t offset) {
      const std::uint32_t small = zip::load32(entry.fixed, offset);
      if (small != zip::in_zip64 || large.data() == nullptr) return std::int64_t{small};
      if (large.size() < 8) fail(position, "the ZIP64 field of an entry is too short");
      const auto value = zip::load64(large, 0);
      large = large.subspan(8);
      if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        fail(position, fmt::format("a size or an offset of {}: at most 2**63 - 1 expected", value));
      }
      return static_cast<std::int64_t>(value);
    };
    member.bytes = number(24);
    member.compressed_bytes = number(20);
    const auto offset = number(42);
    if (__builtin_add_overflow(offset, end_.shift, &member.header_offset)) {
      fail(position, fmt::format("an offset of {} and {} bytes before the archive", offset, end_.shift));
    }
  }

  // No data: there is none.
  Bytes zip64_field(Bytes extra, std::size_t position) const {
    while (extra.size() >= 4) {
      const std::size_t bytes = zip::load16(extra, 2);
      if (bytes > extra.size() - 4) fail(position, "an extra field of an entry is longer than all of them");
      if (zip::load16(extra, 0) == zip::zip64_tag) return extra.subspan(4, bytes);
      extra = extra.subspan(4 + bytes);
    }
    return {};
  }

  const File& file_;
  const ZipEnd& end_;
  Bytes bytes_;
};

}  // namespace

std::vector<NpzMember> read_zip_directory(const File& file, const ZipEnd& end, std::int64_t max_members) {
  std::vector<std::byte> bytes(static_cast<std::size_t>(end.directory_bytes));
  file.read_at(end.directory_offset, bytes);
  const Directory directory(file, end, bytes);
  return directory.members(directory.count(max_members));
}

std::vector<std::int64_t> zip_member_ends(const std::vector<NpzMember>& members, const ZipEnd& end) {
  std::vector<std::uint32_t> order(members.size());
  std::iota(order.begin(), order.end(), 0u);
  // Of members with the same header the first may read it, as in Python.
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto left = members[a].header_offset;
    const auto right = members[b].header_offset;
    return left != right ? left < right : a > b;
  });
  std::vector<std::int64_t> ends(members.size());
  auto next = end.directory_offset;
  for (auto index = order.rbegin(); index != order.rend(); ++index) {
    ends[*index] = next;
    next = std::min(next, members[*index].header_offset);
  }
  return ends;
}

}  // namespace wick::detail
