// SPDX-License-Identifier: MIT
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npz_archive.hpp>

#include "inflate_prefix.hpp"
#include "magic.hpp"
#include "zip_format.hpp"
#include "zip_local.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace wick {
namespace {

namespace zip = detail::zip;

// Deflate's longest match, 258 bytes, takes 2 bits at least.
constexpr std::int64_t most_inflation = 1032;
constexpr std::int64_t inflation_slack = 64;

bool can_inflate_to(std::int64_t deflated, std::int64_t bytes) {
  std::int64_t most = 0;
  if (__builtin_mul_overflow(deflated, most_inflation, &most)) return true;
  return bytes - inflation_slack <= most;
}

// Why the member's bytes cannot be had; empty if they can, by what the directory says.
std::string obstacle(const NpzMember& member, const NpzLimits& limits) {
  if ((member.flags & (zip::encrypted_flag | zip::strong_encryption_flag | zip::masked_flag)) != 0)
    return "it is encrypted, which is not supported";
  if ((member.flags & zip::patch_flag) != 0) return "it is a patch of other data, which is not supported";
  if (member.method == NpzMethod::stored) {
    if (member.bytes == member.compressed_bytes) return {};
    return fmt::format("it is stored, of {} bytes that take {}: the same number expected", member.bytes,
                       member.compressed_bytes);
  }
  if (member.method != NpzMethod::deflated) {
    return fmt::format("it is compressed by {}: stored or deflated expected, as numpy.savez and savez_compressed write",
                       to_string(member.method));
  }
  if (!can_inflate_to(member.compressed_bytes, member.bytes)) {
    return fmt::format("{} deflated bytes cannot inflate to {}: at most {} times as many expected",
                       member.compressed_bytes, member.bytes, most_inflation);
  }
  if (member.bytes > limits.max_inflated_bytes) {
    return fmt::format("it inflates to {} bytes: at most {} expected (NpzLimits::max_inflated_bytes)", member.bytes,
                       limits.max_inflated_bytes);
  }
  return {};
}

bool is_npy(std::span<const std::byte> bytes) {
  return bytes.size() >= detail::magic.size() &&
         std::equal(detail::magic.begin(), detail::magic.end(), bytes.begin(),
                    [](char a, std::byte b) { return static_cast<std::byte>(a) == b; });
}

// The first bytes of members, inflated where necessary.
class Prefix {
 public:
  Prefix(const File& file, const NpzMember& member, const detail::ZipData& data, std::string_view where)
      : file_(file), member_(member), data_(data), where_(where) {}

  std::vector<std::byte> read(std::int64_t count) const {
    std::vector<std::byte> bytes(static_cast<std::size_t>(std::min(count, member_.bytes)));
    const auto there = data_.prefix(member_.compressed_bytes);
    if (bytes.empty()) return bytes;
    if (member_.method == NpzMethod::deflated) {
      const auto got = detail::inflate_prefix(file_, {data_.offset, member_.compressed_bytes, there}, bytes, where_);
      if (got < static_cast<std::int64_t>(bytes.size())) {
        throw NpyError(where_, fmt::format("it inflates to {} bytes: {} expected", got, member_.bytes));
      }
    } else if (there.size() >= bytes.size()) {
      std::copy_n(there.begin(), bytes.size(), bytes.begin());
    } else {
      file_.read_at(data_.offset, bytes);
    }
    return bytes;
  }

 private:
  const File& file_;
  const NpzMember& member_;
  const detail::ZipData& data_;
  std::string_view where_;
};

}  // namespace

const NpzMember& NpzArchive::readable(std::size_t index) const {
  const NpzMember& member = members_.at(index);
  if (const auto reason = obstacle(member, limits_); !reason.empty()) throw NpyError(where(index), reason);
  return member;
}

std::optional<NpzArray> NpzArchive::find_array(std::size_t index) const {
  const NpzMember& member = readable(index);
  const std::string name = where(index);
  const auto data = detail::find_zip_data(file_, member, ends_[index], name);
  const Prefix prefix(file_, member, data, name);
  auto bytes = prefix.read(usual_header_bytes);
  if (!is_npy(bytes)) return std::nullopt;
  const auto needed = npy_header_bytes(bytes, member.bytes, name, limits_.npy);
  if (needed > static_cast<std::int64_t>(bytes.size())) bytes = prefix.read(needed);

  NpzArray array;
  array.member = index;
  array.header = parse_npy_header(bytes, member.bytes, name, limits_.npy);
  array.data_offset = data.offset;
  if (member.method == NpzMethod::stored) array.payload_in_file = data.offset + array.header.payload_offset;
  return array;
}

NpzArray NpzArchive::array(std::size_t member) const {
  if (auto found = find_array(member)) return *std::move(found);
  throw NpyError(where(member), "it is no array: \\x93NUMPY expected at its beginning");
}

}  // namespace wick
