// SPDX-License-Identifier: MIT
#include "zip_record.hpp"

#include "zip_format.hpp"

#include <concepts>

namespace wick::detail {
namespace {

constexpr std::uint16_t plain_version = 20;
constexpr std::uint16_t zip64_version = 45;
constexpr std::uint16_t unix_system = 3 << 8;
constexpr std::uint16_t midnight = 0;
constexpr std::uint16_t first_of_1980 = 0x21;
constexpr std::uint32_t owner_may_read_and_write = 0600u << 16;

class Record {
 public:
  template <std::unsigned_integral T>
  Record& operator<<(T number) {
    for (std::size_t i = 0; i < sizeof(T); ++i) bytes_ += static_cast<char>((std::uint64_t{number} >> (8 * i)) & 0xFF);
    return *this;
  }
  Record& operator<<(const std::string& bytes) {
    bytes_ += bytes;
    return *this;
  }
  std::string take() { return std::move(bytes_); }
  std::uint16_t size() const { return static_cast<std::uint16_t>(bytes_.size()); }

 private:
  std::string bytes_;
};

// Numbers of a record that may be too large for it, and the extra field for these.
class Numbers {
 public:
  explicit Numbers(bool zip64) : all_(zip64) {}

  // What stands in the record itself.
  std::uint32_t place(std::int64_t number) {
    if (!all_ && number < std::int64_t{zip::in_zip64}) return static_cast<std::uint32_t>(number);
    large_ << static_cast<std::uint64_t>(number);
    return zip::in_zip64;
  }
  bool any() const { return large_.size() > 0; }
  std::uint16_t version() const { return any() ? zip64_version : plain_version; }

  std::string extra() {
    if (!any()) return {};
    const auto bytes = large_.size();
    return (Record() << zip::zip64_tag << bytes << large_.take()).take();
  }

 private:
  bool all_;
  Record large_;
};

std::uint16_t length(const std::string& text) { return static_cast<std::uint16_t>(text.size()); }

}  // namespace

std::string zip_local_record(const NpzMember& member, bool zip64) {
  // A local header has both sizes in the extra field, or none.
  Numbers numbers(zip64 || member.bytes >= std::int64_t{zip::in_zip64} ||
                  member.compressed_bytes >= std::int64_t{zip::in_zip64});
  const auto bytes = numbers.place(member.bytes);
  const auto compressed = numbers.place(member.compressed_bytes);
  const auto version = numbers.version();
  const auto extra = numbers.extra();
  return (Record() << zip::local_signature << version << member.flags << static_cast<std::uint16_t>(member.method)
                   << midnight << first_of_1980 << member.crc32 << compressed << bytes << length(member.name)
                   << length(extra) << member.name << extra)
      .take();
}

std::string zip_entry_record(const NpzMember& member, bool zip64) {
  Numbers numbers(zip64);
  const auto bytes = numbers.place(member.bytes);
  const auto compressed = numbers.place(member.compressed_bytes);
  const auto offset = numbers.place(member.header_offset);
  const auto version = numbers.version();
  const auto extra = numbers.extra();
  constexpr std::uint16_t no_comment = 0;
  constexpr std::uint16_t first_disk = 0;
  constexpr std::uint16_t binary = 0;
  return (Record() << zip::entry_signature << static_cast<std::uint16_t>(unix_system | version) << version
                   << member.flags << static_cast<std::uint16_t>(member.method) << midnight << first_of_1980
                   << member.crc32 << compressed << bytes << length(member.name) << length(extra) << no_comment
                   << first_disk << binary << owner_may_read_and_write << offset << member.name << extra)
      .take();
}

std::string zip_end_records(const ZipDirectoryPlace& directory, bool zip64) {
  const bool many = zip64 || directory.members >= zip::count_in_zip64;
  Numbers numbers(zip64);
  const auto bytes = numbers.place(directory.bytes);
  const auto offset = numbers.place(directory.offset);
  const auto members = static_cast<std::uint64_t>(directory.members);
  const auto count = many ? zip::count_in_zip64 : static_cast<std::uint16_t>(members);
  constexpr std::uint16_t this_disk = 0;
  constexpr std::uint16_t no_comment = 0;
  Record records;
  if (many || numbers.any()) {
    constexpr std::uint64_t bytes_behind_this = zip::end64_bytes - 12;
    records << zip::end64_signature << bytes_behind_this << static_cast<std::uint16_t>(unix_system | zip64_version)
            << zip64_version << std::uint32_t{this_disk} << std::uint32_t{this_disk} << members << members
            << static_cast<std::uint64_t>(directory.bytes) << static_cast<std::uint64_t>(directory.offset);
    constexpr std::uint32_t disks = 1;
    records << zip::locator_signature << std::uint32_t{this_disk}
            << static_cast<std::uint64_t>(directory.offset + directory.bytes) << disks;
  }
  records << zip::end_signature << this_disk << this_disk << count << count << bytes << offset << no_comment;
  return records.take();
}

}  // namespace wick::detail
